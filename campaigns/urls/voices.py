"""Addresses of talks, inspections and what discipline answers."""

from django.urls import path

from campaigns.views import inspections, opinions, talks

urlpatterns = [
    path("campaigns/<int:pk>/talks/<slug:kind>/", talks.Talks.as_view(), name="talks"),
    path("campaigns/<int:pk>/talks/<slug:kind>/add/", talks.add, name="talks_add"),
    path("campaigns/<int:pk>/talks/<slug:kind>/paper/", talks.TalksPaper.as_view(), name="talks_paper"),
    path("campaigns/<int:pk>/talks/<slug:kind>/demo/", talks.demo, name="talks_demo"),
    path("talks/<int:pk>/", talks.TalkPage.as_view(), name="talk"),
    path("campaigns/<int:pk>/inspections/", inspections.Inspections.as_view(), name="inspections"),
    path("campaigns/<int:pk>/ask-discipline/", inspections.ask_discipline, name="ask_discipline"),
    path("candidacies/<int:pk>/inspection/", inspections.InspectionPage.as_view(), name="inspection"),
    path(
        "candidacies/<int:pk>/inspection/paper/",
        inspections.InspectionPaper.as_view(),
        name="inspection_paper",
    ),
    path("inspections/<int:pk>/sign/", inspections.sign, name="inspection_sign"),
    path("opinions/", opinions.Opinions.as_view(), name="opinions"),
    path("opinions/<int:pk>/", opinions.OpinionPage.as_view(), name="opinion"),
    path("candidacies/<int:pk>/opinion/carry-over/", opinions.carry_over, name="carry_over"),
    path("candidacies/<int:pk>/opinion/paper/", opinions.OpinionPaper.as_view(), name="opinion_paper"),
]
