"""People and posts as the rules of eligibility see them, without a database."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from campaigns.eligibility.dossier import Dossier, Grade, Service
from campaigns.rulesets.presets import COUNTY_SCHOOLS, PIDU_SCHOOL

REFERENCE = date(2026, 3, 2)
POST, OFFICE = 71, 7  # the post that an opening is about, and its department


class Post(SimpleNamespace):
    def __str__(self):
        return self.title


def a_dossier(**facts):
    """A woman of 36 with ten years of teaching against whom neither preset has anything to say."""
    person = Dossier(
        staff=1,
        name="周一",
        on=REFERENCE,
        gender="female",
        category="established",
        born=date(1990, 1, 1),
        is_born_day_known=True,
        is_healthy=True,
        party_status="member",
        education="bachelor",
        teacher_cert="senior",
        work_since=date(2013, 9, 1),
        teaching_since=date(2013, 9, 1),
        is_reserve=True,
        grades=(Grade(2025, "competent"), Grade(2024, "excellent")),
        commendations=("school",),
    )
    return replace(person, **facts)


def in_post(rank, since, until=None, kind="appointed", post=1, office=1):
    return Service(rank, kind, since, until, post, office)


def an_opening(
    ruleset, *, rank="deputy", department="教务处", party_member_only=False, levels=("primary",), zone=None
):
    organisation = SimpleNamespace(school_levels=list(levels), zone=zone)
    post = Post(
        pk=POST,
        rank=rank,
        title=f"{department}{'主任' if rank == 'chief' else '副主任'}",
        party_member_only=party_member_only,
        conditions="",
        department=SimpleNamespace(pk=OFFICE, name=department, organisation=organisation),
    )
    return SimpleNamespace(ruleset=ruleset, post=post, reference_on=REFERENCE, reason="NC2")


def in_county(**facts):
    return an_opening(COUNTY_SCHOOLS, **facts)


def in_pidu(**facts):
    return an_opening(PIDU_SCHOOL, **facts)


def with_terms(opening, **fields):
    """The same opening under a ruleset whose terms of eligibility differ."""
    ruleset = replace(opening.ruleset, eligibility=replace(opening.ruleset.eligibility, **fields))
    return SimpleNamespace(**vars(opening) | {"ruleset": ruleset})


def said(rule, dossier, opening):
    """What the rule says against the person."""
    return [str(reason) for reason in rule.reasons(dossier, opening)]


def is_unknown(rule, dossier, opening):
    """Of each thing said, whether it means that data are missing."""
    return [reason.is_unknown for reason in rule.reasons(dossier, opening)]
