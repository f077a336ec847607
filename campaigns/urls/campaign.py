"""Addresses of a campaign's own page, its acts, meetings and persons."""

from django.urls import path

from campaigns.views import acting, campaign, candidacy, eligible, meetings, people, screening, steps, waivers

urlpatterns = [
    path("campaigns/<int:pk>/", campaign.CampaignDetail.as_view(), name="campaign"),
    path("campaigns/<int:pk>/step/<slug:step>/", steps.advance, name="advance"),
    path("campaigns/<int:pk>/back/<slug:step>/", steps.go_back, name="go_back"),
    path("campaigns/<int:pk>/suspend/", steps.suspend, name="suspend"),
    path("campaigns/<int:pk>/resume/", steps.resume, name="resume"),
    path("campaigns/<int:pk>/terminate/", steps.terminate, name="terminate"),
    path("campaigns/<int:pk>/void/", steps.void, name="void"),
    path("campaigns/<int:pk>/acknowledge/", steps.acknowledge, name="acknowledge"),
    path("campaigns/<int:pk>/act/<slug:kind>/", acting.ActPage.as_view(), name="act"),
    path("campaigns/<int:pk>/inspection-notice/draft/", acting.draft_notice, name="draft_notice"),
    path("confirm/<slug:model>/<int:pk>/", acting.confirm, name="confirm"),
    path("campaigns/<int:pk>/meeting/<slug:purpose>/", meetings.MeetingNew.as_view(), name="meeting_new"),
    path("meetings/<int:pk>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("campaigns/<int:pk>/people/", people.People.as_view(), name="people"),
    path("campaigns/<int:pk>/nominate/", people.Nominate.as_view(), name="nominate"),
    path("eligible/", eligible.choose, name="who_is_eligible"),
    path("campaigns/<int:pk>/eligible/", eligible.Eligible.as_view(), name="eligible"),
    path("campaigns/<int:pk>/carve-out/", people.CarveOut.as_view(), name="carve_out"),
    path("campaigns/<int:pk>/openings/", people.Openings.as_view(), name="openings"),
    path("openings/<int:pk>/settle/<slug:result>/", people.settle, name="settle"),
    path("candidacies/<int:pk>/", candidacy.CandidacyPage.as_view(), name="candidacy"),
    path("candidacies/<int:pk>/move/<slug:act>/", people.move, name="move"),
    path("campaigns/<int:pk>/screening/", screening.Screening.as_view(), name="screening"),
    path("campaigns/<int:pk>/screen/", screening.screen, name="screen"),
    path("candidacies/<int:pk>/conclude/", screening.conclude, name="conclude"),
    path("campaigns/<int:pk>/waivers/", waivers.Waivers.as_view(), name="waivers"),
    path("campaigns/<int:pk>/waivers/new/", waivers.WaiverNew.as_view(), name="waiver_new"),
    path("campaigns/<int:pk>/waivers/grant/", waivers.grant, name="waivers_grant"),
    path("waivers/<int:pk>/", waivers.WaiverMend.as_view(), name="waiver"),
    path("waivers/<int:pk>/hand-in/", waivers.hand_in, name="waiver_hand_in"),
    path("waivers/<int:pk>/refuse/", waivers.refuse, name="waiver_refuse"),
]
