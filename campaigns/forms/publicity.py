"""What is asked when a notice is posted, and when it has come to its end?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns import audiences, noticeboard
from campaigns.choices import Audience
from campaigns.documents import publicity
from campaigns.forms.act_fields import audience
from campaigns.forms.files import FilesField, FilesInput
from campaigns.forms.paper import PaperActFields
from campaigns.models import Campaign, Candidacy, Publicity
from campaigns.naming import who_for_what
from campaigns.services.posting import MOST_PHOTOS
from selection import incoming


class PhotosForm(forms.Form):
    """Taken with a phone, most of the time."""

    photos = FilesField(
        label="张贴照片",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": incoming.accept(incoming.IMAGES)}),
        help_text=f"用手机拍下公示栏，PNG或JPG，一次最多{MOST_PHOTOS}张；拍摄的时间、地点、手机型号都不保留",
    )


class PostForm(PaperActFields):
    """Whom, where, with which contact; the days follow from the rulebook."""

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="拟聘人选", widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label="公示方式", required=False, widget=forms.CheckboxSelectMultiple
    )
    other_channel = forms.CharField(label="其他公示方式", max_length=60, required=False)
    contact = forms.CharField(
        label="受理方式",
        max_length=200,
        help_text="受理部门、电话、来信和来访地点，照此印在公示上",
    )
    before_noon = forms.BooleanField(
        label="中午12点前张贴",
        required=False,
        help_text="中午12点前张贴的，当天计入公示期；否则从次日起算",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        channels = campaign.ruleset.publicity.channels
        self.fields["people"].queryset = noticeboard.postable(campaign)
        self.fields["people"].label_from_instance = who_for_what
        self.fields["channels"].choices = [(each, each) for each in channels]
        postable = list(noticeboard.postable(campaign))
        self.fields["people"].initial = [person for person in postable if person.is_published]
        if not all(person.is_published for person in postable):
            self.fields["people"].help_text = "直接聘任的，提任的须公示；续聘和平级调整的可以不公示"
        self.fields["channels"].initial = list(channels)
        self.fields["contact"].initial = noticeboard.last_contact(campaign)
        for name, label in publicity.SECTIONS.items():
            self.fields[f"text_{name}"] = forms.CharField(
                label=label,
                required=False,
                max_length=4000,
                initial=publicity.TEXTS[name],
                widget=forms.Textarea(attrs={"rows": 2 if len(publicity.TEXTS[name]) < 60 else 4}),
            )
        self.fields["audience"] = audience(audiences.usual(campaign))
        if not noticeboard.may_count_today(campaign):
            del self.fields["before_noon"]

    def facts(self) -> dict[str, Any]:
        """What the service takes besides the day and the proof."""
        given = self.cleaned_data
        return {
            "persons": given["people"],
            "channels": [*given["channels"], given["other_channel"]],
            "contact": given["contact"],
            "audience": given["audience"] or Audience.SCHOOL,
            "before_noon": given.get("before_noon", False),
        }

    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{name}"] for name in publicity.SECTIONS]

    def wording(self) -> dict[str, str]:
        """The free texts; one that isn't asked for stands as it is proposed."""
        given = {name: self.cleaned_data.get(f"text_{name}", "").strip() for name in publicity.SECTIONS}
        return {name: text or publicity.TEXTS[name] for name, text in given.items()}


class ResultForm(forms.Form):
    """What the notice came to."""

    text = forms.CharField(label="公示结果", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, notice: Publicity) -> ResultForm:
        return cls(initial={"text": noticeboard.proposed_result(notice)}, auto_id=f"result-{notice.pk}-%s")
