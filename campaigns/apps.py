"""The procedure."""

from django.apps import AppConfig

from selection import deadlines


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "选拔任用"

    def ready(self) -> None:
        from ballots import homes
        from ballots.services import authority as polls
        from campaigns import parts, recusal, ticking
        from campaigns.services import drafts, recusing, reviewing, rounds, rulemaking
        from personnel import register
        from personnel.models import Relation
        from selection.records import arrangements, conditions, reviews
        from selection.records import parts as handed_in
        from selection.records.models import ledgers

        deadlines.register(ticking.upcoming)
        if ticking.tick not in deadlines.works:
            deadlines.works.insert(0, ticking.tick)  # it closes polls too, in the order of all deadlines
        if ticking.recount_open not in arrangements.on_change:
            arrangements.on_change.append(ticking.recount_open)
        if recusal.own_ledgers not in ledgers.CONCERNS:
            ledgers.CONCERNS.append(recusal.own_ledgers)
        if rounds.page_of not in homes.HOMES:
            homes.HOMES.append(rounds.page_of)
        if drafts.hold_campaign not in polls.OWNERS:
            polls.OWNERS.append(drafts.hold_campaign)
            polls.OBJECTIONS.append(drafts.objections)
        if recusing.on_relation not in register.ON_ENTRY[Relation]:
            register.ON_ENTRY[Relation].append(recusing.on_relation)
            register.ALSO_WRITTEN[Relation] = recusing.ledgers_of
        reviews.PAGES |= reviewing.PAGES | rulemaking.PAGES
        reviews.MENDING |= reviewing.MENDING | rulemaking.MENDING
        handed_in.PARTS |= parts.PARTS
        handed_in.AS_IT_STANDS |= parts.AS_IT_STANDS
        conditions.HELD_TO |= reviewing.HELD_TO
        conditions.NUMBERS["quota"] = parts.quota_numbers
        reviews.LABELS |= reviewing.LABELS | rulemaking.LABELS
        reviews.PERSON_BY_PERSON |= reviewing.PERSON_BY_PERSON
        reviews.OUTCOMES |= reviewing.OUTCOMES | rulemaking.OUTCOMES
