"""Which address leads to which page of those who oversee the schools?"""

from django.urls import path

from supervision.views import overview

app_name = "supervision"
urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("overview.xlsx", overview.overview_workbook, name="overview_workbook"),
]
