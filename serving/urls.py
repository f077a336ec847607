"""Which address leads to which page about those who hold a post?"""

from django.urls import path

from serving.views import due

app_name = "serving"
urlpatterns = [
    path("due/", due.DueList.as_view(), name="due"),
    path("due.xlsx", due.due_workbook, name="due_workbook"),
]
