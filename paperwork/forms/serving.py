"""任职之后: what is found of somebody at the end of the probation (R-28)."""

from __future__ import annotations

from campaigns.choices import Stage
from campaigns.models import Campaign
from paperwork.blocks import UNDATED, Card, short, wide
from paperwork.kinds import Facts, Form, Subject
from selection.chinese import day
from serving.models import Probation, ProbationReview

FOUND = ("个人总结", "所在部门评价", "民主测评情况")
FIELDS = ("姓名", "现任职务", "任职时间", "试用期起", "试用期止", "考核日期")


def _probations(campaign: Campaign) -> list[Subject]:
    made = Probation.objects.filter(tenure__appointment__candidacy__opening__campaign=campaign)
    return [Subject(each.pk, each.tenure.staff.name, each) for each in made.select_related("tenure__staff")]


def _review(probation: Probation) -> Facts:
    tenure = probation.tenure
    review = ProbationReview.objects.filter(probation=probation).order_by("pk").last()
    fields = {
        "姓名": tenure.staff.name,
        "现任职务": str(tenure.post),
        "任职时间": day(tenure.starts_on),
        "试用期起": day(probation.starts_on),
        "试用期止": day(probation.ends_on),
        "考核日期": day(review.happened_on) if review else "",
    }
    said = review.get_outcome_display() if review and review.is_confirmed else ""
    return _sheet(tenure.staff.organisation.name, fields, said)


def _empty_review(school: str) -> Facts:
    return _sheet(school, dict.fromkeys(FIELDS, ""), "")


def _sheet(school: str, fields: dict[str, str], said: str) -> Facts:
    return {
        "title": PROBATION.title,
        "particulars": [f"学校：{school}", UNDATED],
        "blocks": [
            Card(
                [
                    *short(fields),
                    *(wide(each, tall=True) for each in FOUND),
                    wide("考核结论", said, signed=f"考核组（签字）：　　　　　　{UNDATED}"),
                    wide("学校意见", signed=f"（盖章）　　{UNDATED}"),
                ]
            )
        ],
    }


PROBATION = Form("probation_review", "试用期考核表", "R-28", Stage.FILE, _probations, _review, _empty_review)
FORMS = (PROBATION,)
