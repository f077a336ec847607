"""Which page answers which address."""

from django.urls import include, path

from campaigns.views import home

handler400 = "selection.errors.bad_request"
handler403 = "selection.errors.permission_denied"
handler404 = "selection.errors.page_not_found"
handler429 = "selection.errors.too_many_requests"
handler500 = "selection.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("selection.accounts.sign_in_urls")),
    path("", include("selection.accounts.urls")),
    path("records/", include("selection.records.urls")),
    path("register/", include("personnel.urls")),
    path("", include("ballots.urls")),
    path("", include("campaigns.urls")),
    path("service/", include("serving.urls")),
    path("supervision/", include("supervision.urls")),
    path("", include("paperwork.urls")),
    path("", include("reporting.urls")),
    path("keeping/", include("keeping.urls")),
    path("demo/", include("selection.demo_urls")),
]
