"""Who else changed a thing after its form was opened?

Every change is put down, so the version of a thing is how far its ledger went when it was shown. A form
carries that number, signed; a save that another change has overtaken is refused and tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest

from selection import chinese
from selection.accounts.models import User
from selection.accounts.views.scope import user_of
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.lines import lines
from selection.records.models import Ledger, LedgerEntry

FIELD = "version"


class Edited(NamedTuple):
    """What a form is about: the entries that tell of its changes.

    ``ledger`` was read together with what the form shows, or before it. ``about`` and ``acts`` are those of
    the entries, and ``payload`` is in each of them; without ``acts`` all that are about it.
    """

    ledger: Ledger
    about: str
    acts: frozenset[str] = frozenset()
    payload: Mapping[str, Any] = MappingProxyType({})

    @property
    def version(self) -> str:
        return self._signer.sign(str(self.ledger.length))

    def refuse_if_changed_since(self, version: str, by: User) -> None:
        """Hold the ledger, so that nothing comes between the question and the save."""
        ledgers.hold(self.ledger.pk)
        if overtaking := list(self._since(version)):
            raise Refused(_told(overtaking, by))

    def _since(self, version: str) -> Iterator[LedgerEntry]:
        try:
            length = int(self._signer.unsign(version))
        except signing.BadSignature:
            raise Refused("页面的版本认不出来，没有保存；请刷新页面再填") from None
        later = self.ledger.entries.filter(number__gt=length, text__contains=f'"about":"{self.about}"')
        return filter(self._tells_of_it, later.order_by("number"))

    def _tells_of_it(self, entry: LedgerEntry) -> bool:
        is_such = not self.acts or entry.act in self.acts
        return is_such and self.payload.items() <= entry.content["payload"].items()

    @property
    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"{self.ledger.pk} {self.about}")


def _told(entries: list[LedgerEntry], by: User) -> list[str]:
    """Each change with whose and when, then what to do about it."""
    said = [
        f"您打开本页以后，{'您本人在另一页' if entry.content['by'] == by.pk else line.who}于"
        f"{chinese.moment(line.at)}办理了“{line.act}”{f'（{line.details}）' if line.details else ''}"
        for entry, line in zip(entries, lines(entries), strict=True)
    ]
    return [*said, "所以这次没有保存，您填的仍在本页；请另开一页看清现在的内容，改好后再保存一次"]


class Versioned:
    """The form of a thing that somebody else may have open as well; stands before the form view it is mixed into.

    A request without a version is no form of ours that lay open, and is let through.
    """

    request: HttpRequest
    is_told = False

    def edited(self) -> Edited:
        raise NotImplementedError

    @contextmanager
    def whole(self) -> Iterator[None]:
        begun: AbstractContextManager[Any] = super().whole()  # type: ignore[misc]
        with begun:
            if FIELD in self.request.POST:
                self._refuse_if_overtaken()
            yield

    def _refuse_if_overtaken(self) -> None:
        try:
            self.edited().refuse_if_changed_since(self.request.POST[FIELD], user_of(self.request))
        except Refused:
            self.is_told = True
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whoever was told saves anew upon what is there now; whoever mends a slip still stands on the old."""
        carried = "" if self.is_told else self.request.POST.get(FIELD, "")
        return super().get_context_data(version=carried or self.edited().version, **kwargs)  # type: ignore[misc]
