"""What does the 干部任免审批表 of a candidate say: the person's own, with what this selection would change."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from campaigns import permissions
from campaigns.models import Campaign, Candidacy
from personnel.lrmx import exporting, sheets
from personnel.lrmx.format import Person
from personnel.models import Post, StaffMember, Tenure
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.reasons import Refused


def may_take(campaign: Campaign, user: User) -> bool:
    """It has a career and a family in it: for whoever runs the selection and keeps the register."""
    return permissions.may_run(campaign, user) and user.may(Act.MANAGE_REGISTER, campaign.organisation)


def person_of(candidacy: Candidacy) -> Person:
    return _proposed([candidacy], sheets.loaded(StaffMember.objects.filter(pk=candidacy.staff_id)).get())


def export(campaign: Campaign, *, by: User) -> BytesIO:
    """A .lrmx for each person who goes on, in a zip. Raises ``Refused``."""
    posts: dict[int, list[Candidacy]] = {}
    for each in campaign.live():
        posts.setdefault(each.staff_id, []).append(each)
    ours = StaffMember.objects.manageable_by(by).filter(pk__in=posts).order_by("stroke_key", "staff_number")
    if not posts:
        raise Refused("这次选拔还没有人选，推荐或报名之后再导出。")
    if not ours.exists():
        raise Refused("人选都在别的学校名册上，请由其所在学校的人事干部导出。")
    exporting.refuse_too_many(ours)
    files = [(staff, _proposed(posts[staff.pk], staff)) for staff in sheets.loaded(ours)]
    return exporting.together(files, campaign.organisation, by=by)


def _proposed(posts: list[Candidacy], staff: StaffMember) -> Person:
    person = sheets.sheet_of(staff)
    ending = Tenure.objects.filter(opening__in=[each.opening_id for each in posts], staff=staff)
    said = {
        "NiRenZhiWu": "、".join(_named(each.opening.post) for each in posts),
        "NiMianZhiWu": "、".join(_named(each.post) for each in ending.select_related("post__department")),
        "JiSuanNianLingShiJian": f"{posts[0].opening.reference_on:%Y%m%d}",
    }
    return replace(person, values={**person.values, **said})


def _named(post: Post) -> str:
    return f"{post.department.organisation.name}{post.title}"
