"""The addresses of the procedure, by its parts."""

from . import campaign, contest, entries, filing, letters, outcome, plans, rounds, rulesets, voices

app_name = "campaigns"
urlpatterns = [
    *plans.urlpatterns,
    *rulesets.urlpatterns,
    *campaign.urlpatterns,
    *entries.urlpatterns,
    *contest.urlpatterns,
    *rounds.urlpatterns,
    *voices.urlpatterns,
    *outcome.urlpatterns,
    *letters.urlpatterns,
    *filing.urlpatterns,
]
