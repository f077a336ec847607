"""Addresses of the rounds of voices: ballots in the system and counts on paper."""

from django.urls import path

from campaigns.views import round_acts, rounds

urlpatterns = [
    path("campaigns/<int:pk>/rounds/<slug:purpose>/", rounds.Rounds.as_view(), name="rounds"),
    path("campaigns/<int:pk>/rounds/<slug:purpose>/new/", round_acts.draw_up, name="round_new"),
    path("campaigns/<int:pk>/rounds/<slug:purpose>/paper/", rounds.RoundPaper.as_view(), name="round_paper"),
    path("campaigns/<int:pk>/rounds/<slug:purpose>/conclude/", round_acts.conclude, name="round_conclude"),
    path("rounds/<int:pk>/", rounds.RoundPage.as_view(), name="round"),
    path("rounds/<int:pk>/result.xlsx", rounds.result_workbook, name="round_workbook"),
    path("rounds/<int:pk>/open/", round_acts.open_, name="round_open"),
    path("rounds/<int:pk>/redraw/", round_acts.redraw, name="round_redraw"),
    path("rounds/<int:pk>/run-off/", round_acts.draw_up_run_off, name="round_run_off"),
    path("rounds/<int:pk>/recusals/", round_acts.settle_recusals, name="round_recusals"),
    path("rounds/<int:pk>/merge/", round_acts.merge_categories, name="round_merge"),
    path("rounds/<int:pk>/present/", round_acts.correct_present, name="round_present"),
    path("rounds/<int:pk>/close/", round_acts.close, name="round_close"),
    path("rounds/<int:pk>/count/", round_acts.count, name="round_count"),
    path("rounds/<int:pk>/void/", round_acts.void, name="round_void"),
    path("rounds/<int:pk>/demo-vote/", round_acts.demo_vote, name="round_demo_vote"),
]
