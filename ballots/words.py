"""What is read out, sent round and signed at the meeting of a poll? Never a single voter's name or vote."""

from __future__ import annotations

from ballots import results, rolls
from ballots.meetings import attendance
from ballots.models import Poll
from selection import chinese
from selection.rendering import render_pdf

BLANK = "　　"


def announcement(poll: Poll, address: str) -> str:
    """复制通知文字 before the opening; hour and place are filled in by hand."""
    return (
        f"各位老师：定于　　月　　日　　时在　　　　召开会议，进行“{poll.title}”。"
        f"应到{poll.electors.count()}人，请准时参加并签到，如需请假请提前告知。"
        f"您是否在名册上，可登录查看：{address}"
    )


def script(poll: Poll) -> list[tuple[str, str]]:
    """主持词: heading and text, in the order of the meeting; numbers not yet known are left open."""
    return [
        ("宣布到会情况", _opening(poll)),
        ("宣布监票人", _scrutineers(poll)),
        ("说明填写办法", _how(poll)),
        ("开始投票", _begin(poll)),
        ("截止和计票", _end(poll)),
        ("结束", "计票结果由监票人、计票人签字后，按规定提供给有权知悉的人员。谢谢大家。"),
    ]


def _opening(poll: Poll) -> str:
    people = attendance(poll)
    came = people.present or poll.present
    present = f"实到{came or BLANK}人"
    if people.present and people.quorum:
        enough = f"，{people.quorum.sentence}"
    else:
        enough = f"，规定人数{poll.counting.opening.phrase}" if poll.counting.opening else ""
    return f"各位老师，现在进行“{poll.title}”。{rolls.sum_of(poll).sentence}，{present}{enough}。"


def _scrutineers(poll: Poll) -> str:
    names = "、".join(str(user) for user in poll.scrutineers.all())
    return f"本次投票的监票人、计票人是：{names}。" if names else f"本次投票的监票人是：{BLANK}{BLANK}。"


def _how(poll: Poll) -> str:
    ways = {
        Poll.Kind.CONSENT: "对票上的每一位分别选择同意、不同意或弃权",
        Poll.Kind.GRADING: f"对票上的每一{'位逐项' if poll.counting.layout.unit == '人' else '项'}评定等次",
        Poll.Kind.CHOICE: "在每个岗位的名单中按规定人数选定",
    }
    way, instructions = ways[Poll.Kind(poll.kind)], poll.instructions.strip()
    if poll.is_on_paper:
        return (
            f"请用领到的纸质票，{way}，在格内打“√”，填好后投入票箱；没有填的计为弃权。"
            f"投票无记名，请不要写自己的姓名、不要做记号。{instructions}"
        )
    code = "扫描领到的码条上的二维码" if poll.is_by_slip else "扫描屏幕上的二维码"
    return (
        f"请用手机{code}，{way}，核对后提交；没有填的计为弃权，提交后不能更改。"
        f"投票无记名，计票时打乱顺序，只有合计数。不会操作的老师请举手。{instructions}"
    )


def _begin(poll: Poll) -> str:
    until = f"，{chinese.deadline(poll.closes_at)}自动截止" if poll.closes_at else ""
    if poll.is_on_paper:
        return f"现在开始投票，请逐个领取纸质票{until}。"
    return f"现在开始投票，已经打开页面等候的老师，选票会自动出现{until}。"


def _end(poll: Poll) -> str:
    collected = f"{poll.collected}份" if poll.collected is not None else f"{BLANK}份"
    return f"还有没有投票的老师？……现在截止投票，收回{collected}。{_open_urn(poll)}"


def _open_urn(poll: Poll) -> str:
    if poll.is_shared:
        return f"请至少{poll.key_threshold}位分持密钥的监票人到计票台输入口令，启封计票。"
    return "请监票人监督启封计票。"


def report(poll: Poll) -> bytes:
    """监票计票报告单, from the same numbers and sentences as the page."""
    return render_pdf(
        "papers/scrutiny_report.html",
        {
            "title": "监票计票报告单",
            "poll": poll,
            "table": results.table(poll),
            "scrutineers": poll.scrutineers.all(),
        },
    )
