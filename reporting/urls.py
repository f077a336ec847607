"""Where a year's exceptions, report and assessment are."""

from django.urls import path

from reporting.views import granted

app_name = "reporting"
urlpatterns = [
    path("exceptions/", granted.GrantedExceptions.as_view(), name="granted"),
    path("exceptions.xlsx", granted.granted_workbook, name="granted_workbook"),
]
