"""To-dos: they arise from facts, are done by somebody, or turn out to be needed no more."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from campaigns.models import Adoption
from personnel import register
from personnel.models import Appraisal
from selection import chinese, clock
from selection.accounts.acts import Act, Role
from selection.accounts.models import Organisation, User
from selection.accounts.notices import notify
from selection.accounts.roles import holders
from selection.reasons import Refused
from selection.records import ledgers
from serving import facts
from serving.arising import CAUSES, Arisen, Cause
from serving.models import Task

A_DAY = 26 * 60 * 60


def sweep() -> None:
    """Once a day, every school: what has arisen, what is needed no more."""
    key = f"serving:swept:{clock.today()}"
    if cache.get(key):
        return
    fresh: list[Task] = []
    for school in Organisation.objects.filter(pk__in=Adoption.objects.values("organisation")).schools():
        fresh += arise(school)
    _tell_reviewers(fresh)
    cache.set(key, True, A_DAY)


@transaction.atomic
def arise(school: Organisation) -> list[Task]:
    """Write down what today's facts ask for and did not before; close what they ask for no more."""
    known = facts.of(school)
    if known is None:
        return []
    register.hold(school)
    before = {(task.kind, task.source): task for task in Task.objects.of(school)}
    found = {(cause.kind, each.source): (cause, each) for cause in CAUSES for each in cause.find(known)}
    fresh = [
        Task(
            organisation=school,
            staff=each.staff,
            kind=cause.kind,
            source=each.source,
            sentence=each.sentence[:300],
            cites=cause.cites,
            arisen_on=clock.today(),
            due_on=each.due_on,
        )
        for key, (cause, each) in found.items()
        if key not in before
    ]
    Task.objects.bulk_create(fresh)
    for task in fresh:
        others = holders(Role.OFFICER, school).exclude(pk=(task.staff and task.staff.user_id) or 0)
        notify(others, f"{task.get_kind_display()}：{task.sentence}"[:300], page())
    _close({key: task for key, task in before.items() if key not in found and task.done_on is None})
    _keep_up([(task, found[key][1]) for key, task in before.items() if key in found and not task.done_by_id])
    return fresh


def _tell_reviewers(fresh: list[Task]) -> None:
    """Each bureau hears once a day, in one sentence, of what comes up in its schools."""
    of_bureau: dict[Organisation, list[Task]] = defaultdict(list)
    for task in fresh:
        if bureau := task.organisation.bureau:
            of_bureau[bureau].append(task)
    for bureau, found in of_bureau.items():
        number = Counter(task.organisation.short_name for task in found)
        schools = "、".join(f"{name}{each}件" for name, each in number.most_common(5))
        rest = f"等{len(number)}所学校" if len(number) > 5 else ""
        first = chinese.day(min(task.due_on for task in found))
        said = f"新列任后待办{len(found)}件（{schools}{rest}），最早的期限是{first}"
        notify(holders(Role.BUREAU_REVIEWER, bureau), said[:300], page())


def on_appraisal(appraisal: Appraisal, by: User) -> None:
    """A bad year asks for its consequences at once (A031, A032, E028)."""
    arise(appraisal.staff.organisation)


def _close(gone: dict[tuple[str, str], Task]) -> None:
    causes: dict[str, Cause] = {cause.kind: cause for cause in CAUSES}
    for task in gone.values():
        task.done_on, task.how = clock.today(), causes[task.kind].when_over
    Task.objects.bulk_update(gone.values(), ["done_on", "how"])


def _keep_up(known: list[tuple[Task, Arisen]]) -> None:
    """What nobody has done says what is so today; closed because its fact was over, it is open again."""
    changed = []
    for task, each in known:
        before = (task.done_on, task.sentence, task.due_on)
        task.done_on, task.how = None, ""
        task.sentence, task.due_on = each.sentence[:300], each.due_on
        if before != (None, task.sentence, task.due_on):
            changed.append(task)
    Task.objects.bulk_update(changed, ["done_on", "how", "sentence", "due_on"])


@transaction.atomic
def finish(task: Task, *, by: User, how: str) -> None:
    """Done, in the words of whoever did it."""
    if not by.may(Act.MANAGE_REGISTER, task.organisation):
        raise Refused("您没有办理这一事项的权限，请由本校人事干部办理")
    if not how.strip():
        raise Refused("请写明办理情况")
    register.hold(task.organisation)
    locked = Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
    if locked.done_on is not None:
        raise Refused("这一事项已经办结，不用再办")
    locked.done_on, locked.done_by, locked.how = clock.today(), by, how.strip()[:300]
    locked.save(update_fields=["done_on", "done_by", "how"])
    ledgers.append(
        ledgers.of_organisation(task.organisation),
        f"办结待办：{task.get_kind_display()}",
        by=by,
        about=f"task:{task.pk}",
        said=f"{task.sentence}；{locked.how}",
    )


def page() -> str:
    return reverse("serving:tasks")
