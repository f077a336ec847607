"""Addresses of appointments, their filing, and a plan's papers and wording."""

from django.urls import path

from campaigns.views import appointing, filing, wording

urlpatterns = [
    path("campaigns/<int:pk>/appointments/", appointing.Appointments.as_view(), name="appointments"),
    path("appointments/<int:pk>/void/", appointing.void, name="appointment_void"),
    path("campaigns/<int:pk>/filing/", filing.FilingPage.as_view(), name="filing"),
    path("campaigns/<int:pk>/filing/draft/", filing.draft_report, name="filing_draft"),
    path("filings/", filing.Filings.as_view(), name="filings"),
    path("plans/<int:pk>/papers/", wording.PlanPapers.as_view(), name="plan_papers"),
    path("plans/<int:pk>/text/", wording.PlanText.as_view(), name="plan_text"),
]
