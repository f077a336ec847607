"""What is kept for later: the record, reviews, papers, attachments, the calendar's arrangements."""

from django.apps import AppConfig

from selection import deadlines


class RecordsConfig(AppConfig):
    name = "selection.records"
    label = "records"
    verbose_name = "纪实、送审与文书"

    def ready(self) -> None:
        from selection.accounts import messengers, roles, second_factor
        from selection.records import delegating, ledgers, pdfs

        if ledgers.put_down_role not in roles.ON_CHANGE:
            roles.ON_CHANGE.append(ledgers.put_down_role)
        if ledgers.put_down_reset not in second_factor.ON_RESET:
            second_factor.ON_RESET.append(ledgers.put_down_reset)
        if ledgers.put_down_binding not in messengers.ON_BINDING:
            messengers.ON_BINDING.append(ledgers.put_down_binding)
        if delegating.needs_second_factor not in second_factor.ALSO_NEEDED:
            second_factor.ALSO_NEEDED.append(delegating.needs_second_factor)
        deadlines.on_tick(pdfs.render_due)
        deadlines.on_tick(ledgers.quote_due)
