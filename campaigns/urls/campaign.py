"""Addresses of a campaign's own page, its acts, meetings and persons."""

from django.urls import path

from campaigns.views import campaign, steps

urlpatterns = [
    path("campaigns/<int:pk>/", campaign.CampaignDetail.as_view(), name="campaign"),
    path("campaigns/<int:pk>/step/<slug:step>/", steps.advance, name="advance"),
    path("campaigns/<int:pk>/back/<slug:step>/", steps.go_back, name="go_back"),
    path("campaigns/<int:pk>/suspend/", steps.suspend, name="suspend"),
    path("campaigns/<int:pk>/resume/", steps.resume, name="resume"),
    path("campaigns/<int:pk>/terminate/", steps.terminate, name="terminate"),
    path("campaigns/<int:pk>/void/", steps.void, name="void"),
    path("campaigns/<int:pk>/acknowledge/", steps.acknowledge, name="acknowledge"),
]
