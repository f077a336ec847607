"""Where a year's exceptions, report and assessment are."""

from django.urls import path

from reporting.views import assessments, granted, writing, yearly

app_name = "reporting"
urlpatterns = [
    path("exceptions/", granted.GrantedExceptions.as_view(), name="granted"),
    path("exceptions.xlsx", granted.granted_workbook, name="granted_workbook"),
    path("assessments/", assessments.Assessments.as_view(), name="assessments"),
    path("places/<slug:code>/assessment/", assessments.AssessmentNew.as_view(), name="assessment_new"),
    path("assessments/<int:pk>/", assessments.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<int:pk>/leave-out/", assessments.leave_out, name="assessment_leave_out"),
    path("assessments/<int:pk>/add/", assessments.add, name="assessment_add"),
    path(
        "assessments/<int:pk>/adjustments/<int:number>/take-back/",
        assessments.take_back,
        name="assessment_take_back",
    ),
    path("assessments/<int:pk>/draw/", assessments.AssessmentDraw.as_view(), name="assessment_draw"),
    path("assessments/<int:pk>/redraw/", assessments.redraw, name="assessment_redraw"),
    path("assessments/<int:pk>/result.pdf", assessments.result_pdf, name="assessment_result"),
    path("assessments/<int:pk>/result.xlsx", assessments.result_workbook, name="assessment_workbook"),
    path("yearly/", yearly.Yearly.as_view(), name="yearly"),
    path("yearly.xlsx", yearly.workbook, name="yearly_workbook"),
    path("yearly/people/", yearly.People.as_view(), name="people"),
    path("yearly/begin/", writing.begin, name="begin"),
    path("yearly/<int:pk>/", writing.Write.as_view(), name="write"),
]
