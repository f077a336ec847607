"""Which address leads to which page of those who oversee the schools?"""

from django.urls import path

from supervision.views import overview, samples

app_name = "supervision"
urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("overview.xlsx", overview.overview_workbook, name="overview_workbook"),
    path("samples/", samples.Samples.as_view(), name="samples"),
    path("samples/draw/", samples.Draw.as_view(), name="draw"),
    path("samples/<int:pk>/", samples.SamplePage.as_view(), name="sample"),
    path("samples/<int:pk>.pdf", samples.sample_paper, name="sample_paper"),
    path("samples/<int:pk>.xlsx", samples.sample_workbook, name="sample_workbook"),
]
