"""Which address leads to which form?"""

from django.urls import path

from paperwork.views import forms, making, slips

app_name = "paperwork"
urlpatterns = [
    path("campaigns/<int:pk>/sheets/", forms.Forms.as_view(), name="forms"),
    path("campaigns/<int:pk>/sheets/blanks.pdf", forms.blanks, name="blanks"),
    path("campaigns/<int:pk>/sheets/approval/", forms.approval_files, name="approval_files"),
    path("campaigns/<int:pk>/sheets/make/", making.start, name="make"),
    path("making/<int:pk>/", making.JobPage.as_view(), name="job"),
    path("making/<int:pk>/state/", making.JobPage.as_view(), {"part": True}, name="job_state"),
    path("making/<int:pk>/slips/", slips.fetch, name="slips_fetch"),
    path("making/slips/accounts/", slips.of_accounts, name="account_slips"),
    path("making/slips/<uuid:public_id>/", slips.of_poll, name="poll_slips"),
    path("making/<int:pk>/file/", making.file, name="job_file"),
    path("campaigns/<int:pk>/sheets/<slug:key>/blank.<str:kind>", forms.blank, name="blank"),
    path("campaigns/<int:pk>/sheets/<slug:key>/<int:subject>/", forms.Sheet.as_view(), name="sheet"),
    path("campaigns/<int:pk>/sheets/<slug:key>/<int:subject>.<str:kind>", forms.file, name="file"),
]
