"""Is a change told, and not lost, while somebody else edits the same thing?

A form page that opens with something filled in either carries the version of what it shows
(``selection.records.versions``) or stands below with the reason why nothing can be written over.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic.edit import FormMixin, FormView, UpdateView

from selection.records.versions import Versioned
from tests.conventions.test_templates import NAMES, TEMPLATES

PARTS = {"campaigns/inspection.html": "campaigns/_inspection_form.html"}
OURS = ("selection", "personnel", "ballots", "campaigns", "serving", "supervision", "keeping", "reporting")
# Why nothing is written over: the pages that open with something filled in and need no version
EXCEPTIONS = {
    "what is filled in is proposed for something new": {
        "Appointments",
        "AssessmentDraw",
        "AssessmentNew",
        "BodyCreate",
        "CandidateForms",
        "DepartmentCreate",
        "Draw",
        "EnterAct",
        "EntryNew",
        "EvaluationNew",
        "InvestigationPage",
        "LateNew",
        "Nominate",
        "OpeningAdd",
        "PetitionNew",
        "PlanCreate",
        "PostCreate",
        "PublicityPage",
        "PutForward",
        "Register",
        "RoundPaper",
        "RulesetCopy",
        "RulesetInterpret",
        "SeatCreate",
        "StaffCreate",
        "TalksPaper",
        "WaiverNew",
        "Write",
    },
    "the first save moves the state, which refuses the second and keeps what was typed": {
        "CandidateFormMend",
        "ExaminationOnPaper",
        "ExaminationPage",
        "LetterPage",
        "ObjectionPage",
        "PetitionMend",
        "Stances",
        "TalkPage",
        "WaiverMend",
    },
    "each sees and changes the own numbers alone": {"BatchPage"},
    "what stands there is part of what is confirmed": {"EnterArrangement"},
}


def is_ours(thing: Any) -> bool:
    return thing.__module__.partition(".")[0] in OURS


def pages(resolver: URLResolver) -> Iterator[type]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if view is not None and is_ours(view) and issubclass(view, FormMixin):
                yield view
        else:
            yield from pages(pattern)


def opens_filled_in(view: type) -> bool:
    parents = [each for each in view.__mro__ if is_ours(each) and each is not Versioned]
    form = view.form_class
    return (
        issubclass(view, UpdateView)
        or any("get_initial" in vars(each) for each in parents)
        or any('"instance"' in inspect.getsource(each) for each in parents)
        or (form is not None and is_ours(form) and "initial" in inspect.getsource(form))
    )


def unversioned() -> set[str]:
    found = set(pages(get_resolver()))
    return {view.__name__ for view in found if opens_filled_in(view) and not issubclass(view, Versioned)}


def test_a_form_that_opens_filled_in_carries_a_version_or_says_why_not():
    assert sorted(unversioned()) == sorted(name for names in EXCEPTIONS.values() for name in names)


def test_a_new_form_page_that_opens_filled_in_is_found():
    class Rename(FormView):
        __module__ = "campaigns.views.plans"

        def get_initial(self):
            return {"title": "已有的名称"}

    assert opens_filled_in(Rename)


def test_every_versioned_page_puts_the_version_into_its_form():
    shown = {
        path for path in NAMES if 'include "components/version.html"' in (TEMPLATES / path).read_text("utf-8")
    }
    asked = {template_of(view) for view in pages(get_resolver()) if issubclass(view, Versioned)}

    assert sorted(asked - shown) == []


def template_of(view: type) -> str:
    """Its own, or the part of it in which the form stands."""
    return PARTS.get(view.template_name, view.template_name)
