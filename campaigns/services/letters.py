"""反映来件: written on the notice site, opened by whom it is addressed to, taken up or declined (T034, B059)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns import permissions
from campaigns.choices import Addressee, LetterState, ObjectionChannel
from campaigns.models import Campaign, Candidacy, Letter, LetterPhoto
from personnel.models import StaffMember
from selection import clock, codes, incoming
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import attachments, ledgers
from selection.records.models import Ledger

from . import objections
from .authority import need, require, tell
from .in_charge import names_in_charge

MOST_PHOTOS = 5


class Written(NamedTuple):
    """What whoever wrote the letter keeps: the code, and who opens it."""

    code: str
    addressee: Addressee


@attachments.all_or_nothing()
def write(
    school: Organisation,
    *,
    about: str,
    text: str,
    writer: str = "",
    addressee: Addressee | str = Addressee.SCHOOL,
    photos: Sequence[UploadedFile] = (),
) -> Written:
    """Keep a letter and its pictures; whatever names those who would open it at the school goes to the bureau's discipline."""
    need((about, "请写明反映的是谁"), (text, "请写明反映的情况"))
    if len(photos) > MOST_PHOTOS:
        raise Refused(f"照片最多{MOST_PHOTOS}张，请挑选最能说明情况的")
    if names_in_charge(school, f"{about}{text}"):
        addressee = Addressee.DISCIPLINE
    code = codes.new(4, 4)  # 71 bits: nobody finds another's letter
    letter = Letter.objects.create(
        school=school,
        addressee=Addressee(addressee),
        received_on=clock.today(),
        about=about.strip(),
        text=text.strip(),
        writer=writer.strip(),
        code_digest=_digest(code),
    )
    for upload in photos:
        photo = LetterPhoto(letter=letter)
        attachments.store(photo.file, *incoming.admit(upload, incoming.IMAGES))
        photo.save()
    openers = _openers(letter)
    if not openers:  # nobody at the school who is not concerned
        letter.addressee = Addressee.DISCIPLINE
        letter.save(update_fields=["addressee"])
        openers = _openers(letter)
    tell(openers, f"{school.name}收到一件网络来件，请查看办理", letter.get_absolute_url())
    return Written(code, Addressee(letter.addressee))


def _openers(letter: Letter) -> list[User]:
    act = "run_campaigns" if letter.addressee == Addressee.SCHOOL else "answer_discipline"
    return [user for user in User.objects.who_may(act, letter.school) if may_open(letter, user)]


def find(code: str) -> Letter | None:
    """The letter of a code, however its groups were typed."""
    return Letter.objects.filter(code_digest=_digest(code)).prefetch_related("objections").first()


def _digest(code: str) -> str:
    return codes.digest(code, "campaigns.letters")


def may_open(letter: Letter, user: User) -> bool:
    return Letter.objects.open_to(user).filter(pk=letter.pk).exists()


def may_know_writer(letter: Letter, user: User) -> bool:
    """Discipline; and an investigator as long as it is looked into."""
    if may_open(letter, user) and user.may("answer_discipline", letter.school):
        return True
    return any(permissions.may_investigate(each, user) for each in letter.objections.open())


@transaction.atomic
def writer_of(letter: Letter, *, by: User) -> str:
    """Who wrote it, for discipline and whoever looks into it alone; every look is on record."""
    require(may_know_writer(letter, by), "查看反映人")
    _note(letter, "查看反映人", by)
    return letter.writer


@transaction.atomic
def take_up(
    letter: Letter,
    persons: Iterable[Candidacy],
    *,
    by: User,
    summary: str,
    campaign: Campaign | None = None,
    staff: StaffMember | None = None,
) -> None:
    """受理: from now on it is an objection to each of these persons, which holds them.

    With a ``campaign`` it is, besides, one about that selection or about somebody who is no candidate yet.
    """
    persons = list(persons)
    concerned = [person.campaign for person in persons] + ([campaign] if campaign else [])
    ledgers.hold_all([_ledger(letter), *(each.ledger for each in concerned)])
    locked = _take(letter, by)
    need((persons or campaign, "请选择反映的是哪位人选，或者哪次选拔"))
    if staff is not None and campaign is None:
        raise Refused(f"请选择反映{staff.name}的是哪次选拔")
    said = {
        "channel": ObjectionChannel.WEB,
        "is_signed": letter.is_signed,
        "summary": summary,
        "received_on": letter.received_on,
        "addressee": letter.addressee,
    }
    found = [objections.receive(person, by=by, **said) for person in persons]
    if campaign is not None:
        found.append(objections.receive_on(campaign, staff, by=by, **said))
    locked.objections.add(*found)
    _settle(locked, LetterState.ACCEPTED, by)


@transaction.atomic
def decline(letter: Letter, *, by: User, answer: str) -> None:
    """不予受理: whoever wrote it reads why."""
    ledgers.hold(_ledger(letter).pk)
    locked = _take(letter, by)
    need((answer, "请写明不予受理的理由，反映人凭回执码可以看到"))
    locked.answer = answer.strip()
    _settle(locked, LetterState.DECLINED, by)


@transaction.atomic
def pass_on(letter: Letter, *, by: User) -> None:
    """转教育局纪检: the school opens it no more."""
    ledgers.hold(ledgers.of_organisation(letter.school.bureau).pk)
    locked = _take(letter, by)
    if locked.addressee == Addressee.DISCIPLINE:
        raise Refused("这件来件已由教育局纪检受理")
    locked.addressee = Addressee.DISCIPLINE
    locked.save(update_fields=["addressee"])
    _note(locked, "来件转教育局纪检", by)
    tell(_openers(locked), f"{locked.school.name}转来一件网络来件，请查看办理", locked.get_absolute_url())


@transaction.atomic
def reply(letter: Letter, *, by: User, answer: str) -> None:
    """答复 after it was looked into."""
    require(may_open(letter, by), "答复来件")
    need((answer, "请写明答复"))
    ledgers.hold(_ledger(letter).pk)
    locked = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if not locked.is_looked_into:
        raise Refused("反映事项办结之后再答复")
    locked.answer = answer.strip()
    locked.save(update_fields=["answer"])
    _note(locked, "答复来件", by)


def _take(letter: Letter, by: User) -> Letter:
    require(may_open(letter, by), "办理来件")
    locked = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if locked.state != LetterState.RECEIVED:
        raise Refused(f"这件来件{locked.get_state_display()}，不必再办")
    return locked


def _settle(letter: Letter, state: LetterState, by: User) -> None:
    letter.state, letter.settled_by = state, by
    letter.save(update_fields=["state", "settled_by", "answer"])
    _note(letter, f"来件{state.label}", by)


def _note(letter: Letter, act: str, by: User) -> None:
    ledgers.append(_ledger(letter), act, by=by, about=f"letter:{letter.pk}")


def _ledger(letter: Letter) -> Ledger:
    """Where those read it who open such letters: the school's own record, or the bureau's."""
    place = letter.school if letter.addressee == Addressee.SCHOOL else letter.school.bureau
    return ledgers.of_organisation(place)
