"""Addresses of a contest: its page, the draw, the judges' own pages, the hall's screens, the ranking."""

from django.urls import path

from campaigns.views import contest, contest_acts, judging

urlpatterns = [
    path("campaigns/<int:pk>/contest/", contest.Contest.as_view(), name="contest"),
    path("campaigns/<int:pk>/contest/arrange/", contest.Arrange.as_view(), name="contest_arrange"),
    path("campaigns/<int:pk>/contest/draw/", contest.DrawPaper.as_view(), name="draw_paper"),
    path("campaigns/<int:pk>/contest/figures/", contest.Figures.as_view(), name="contest_figures"),
    path("campaigns/<int:pk>/contest/ranking/", contest.Ranking.as_view(), name="contest_ranking"),
    path("campaigns/<int:pk>/contest/screen/", contest.screen, name="contest_screen"),
    path("campaigns/<int:pk>/contest/<slug:act>/", contest_acts.act, name="contest_act"),
    path("contest/slots/<int:pk>/screen/", contest.slot_screen, name="slot_screen"),
    path("contest/slots/<int:pk>/<slug:act>/", contest_acts.slot_act, name="slot_act"),
    path("contest/judges/<int:pk>/relieve/", contest_acts.relieve, name="judge_relieve"),
    path("contest/judges/<int:pk>/paper/", judging.SheetPaper.as_view(), name="sheet_paper"),
    path("contest/sheets/<int:pk>/return/", contest_acts.give_back, name="sheet_return"),
    path("judging/<int:pk>/", judging.Judging.as_view(), name="judging"),
    path("judging/<int:pk>/<int:staff>/", judging.ScorePage.as_view(), name="score"),
]
