"""Addresses of a contest: entering, and being screened."""

from django.urls import path

from campaigns.views import applying, entries, examinations, registration

urlpatterns = [
    path("campaigns/<int:pk>/registration/", registration.RegistrationPage.as_view(), name="registration"),
    path("campaigns/<int:pk>/shortage/", registration.Shortage.as_view(), name="shortage"),
    path("campaigns/<int:pk>/fall-back/", registration.FallBack.as_view(), name="fall_back"),
    path("campaigns/<int:pk>/entries/", entries.Entries.as_view(), name="entries"),
    path("campaigns/<int:pk>/entries/late/", registration.LateNew.as_view(), name="late_new"),
    path("campaigns/<int:pk>/entries/paper/", entries.EntryNew.as_view(), name="entry_new"),
    path("campaigns/<int:pk>/entries/put-forward/", entries.PutForward.as_view(), name="put_forward"),
    path("campaigns/<int:pk>/entries/bring-up/", entries.bring_up, name="bring_up"),
    path("campaigns/<int:pk>/entries/report/", entries.report, name="report_entries"),
    path("entries/<int:pk>/", entries.EntryPage.as_view(), name="entry"),
    path("entries/<int:pk>/withdraw/", entries.withdraw, name="entry_withdraw"),
    path("examinations/<int:pk>/", examinations.ExaminationPage.as_view(), name="examination"),
    path("examinations/<int:pk>/paper/", examinations.ExaminationOnPaper.as_view(), name="examination_paper"),
    path("examinations/<int:pk>/again/", examinations.report_again, name="examination_again"),
    path("contests/<int:pk>/apply/", applying.Apply.as_view(), name="apply"),
    path("my-entries/<int:pk>/", applying.MyEntry.as_view(), name="my_entry"),
    path("my-entries/<int:pk>/leave/", applying.leave, name="leave_contest"),
]
