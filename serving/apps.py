"""Life after the appointment."""

from django.apps import AppConfig

from selection import deadlines


class ServingConfig(AppConfig):
    name = "serving"
    verbose_name = "任后管理"

    def ready(self) -> None:
        from ballots import homes
        from ballots.services import authority as polls
        from campaigns.desks import ASKED, BESIDE, Beside
        from campaigns.eligibility.loading import TRIALS
        from campaigns.services.taking_effect import ON_APPOINTED
        from personnel.models import Appraisal
        from personnel.register import ON_ENTRY
        from selection.records import parts as handed_in
        from selection.records import reviews
        from selection.records.models import reviews as judged
        from serving import desks, documents, lapsing, parts, permissions
        from serving.services import evaluations, petitions, probations, removals, tasks

        documents.register()
        if evaluations.objections not in polls.OBJECTIONS:
            polls.OBJECTIONS.append(evaluations.objections)
            polls.OWNERS.append(evaluations.hold)
            polls.ON_COUNTED.append(evaluations.on_counted)
            homes.ABOVE.append(evaluations.page_of)
        if desks.asked not in ASKED:
            ASKED.append(desks.asked)
        reviews.PAGES |= petitions.PAGES
        reviews.MENDING |= petitions.MENDING
        handed_in.PARTS |= parts.PARTS
        handed_in.AS_IT_STANDS |= parts.AS_IT_STANDS
        if permissions.own_petitions not in judged.CONCERNS:
            judged.CONCERNS.append(permissions.own_petitions)
        reviews.LABELS |= petitions.LABELS
        reviews.OUTCOMES |= petitions.OUTCOMES

        beside = Beside(desks.TEMPLATE, desks.desk)
        if beside not in BESIDE:
            BESIDE.append(beside)
        deadlines.register(lapsing.upcoming)
        deadlines.on_tick(lapsing.lapse_due)
        deadlines.on_tick(removals.carry_out_due)
        deadlines.on_tick(tasks.sweep)
        if probations.begin not in ON_APPOINTED:
            ON_APPOINTED.append(probations.begin)
        if probations.running not in TRIALS:
            TRIALS.append(probations.running)
        if tasks.on_appraisal not in ON_ENTRY[Appraisal]:
            ON_ENTRY[Appraisal].append(tasks.on_appraisal)
