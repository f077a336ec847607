"""The addresses of the procedure, by its parts."""

from . import campaign, outcome, plans, voices

app_name = "campaigns"
urlpatterns = [*plans.urlpatterns, *campaign.urlpatterns, *voices.urlpatterns, *outcome.urlpatterns]
