"""Which address leads to which page about those who hold a post?"""

from django.urls import path

from serving.views import cadres, due, evaluations, person, petitions, tasks, transfers

app_name = "serving"
urlpatterns = [
    path("transfers/", transfers.Transfers.as_view(), name="transfers"),
    path("transfers/template.xlsx", transfers.download_template, name="transfer_template"),
    path("transfers/<int:pk>/", transfers.TransferPreview.as_view(), name="transfer_list"),
    path("transfers/<int:pk>/confirm/", transfers.confirm, name="transfer_confirm"),
    path("transfers/<int:pk>/drop/", transfers.drop, name="transfer_drop"),
    path("", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<int:pk>/done/", tasks.finish, name="task_done"),
    path("cadres/", cadres.Cadres.as_view(), name="cadres"),
    path("due/", due.DueList.as_view(), name="due"),
    path("due.xlsx", due.due_workbook, name="due_workbook"),
    path("people/<int:pk>/", person.Person.as_view(), name="person"),
    path("people/<int:pk>/enter/<slug:kind>/", person.EnterAct.as_view(), name="enter"),
    path("acts/<slug:kind>/<int:pk>/confirm/", person.confirm, name="confirm"),
    path("acts/<slug:kind>/<int:pk>/send-back/", person.send_back, name="send_back"),
    path("acts/<slug:kind>/<int:pk>/strike/", person.strike, name="strike"),
    path("petitions/", petitions.Petitions.as_view(), name="petitions"),
    path("petitions/<int:pk>/", petitions.PetitionPage.as_view(), name="petition"),
    path("petitions/<int:pk>/mend/", petitions.PetitionMend.as_view(), name="petition_mend"),
    path("schools/<slug:code>/petitions/<slug:kind>/", petitions.PetitionNew.as_view(), name="petition_new"),
    path("evaluations/", evaluations.Evaluations.as_view(), name="evaluations"),
    path("evaluations/<int:pk>/", evaluations.EvaluationPage.as_view(), name="evaluation"),
    path("evaluations/<int:pk>/redraw/", evaluations.redraw, name="evaluation_redraw"),
    path("schools/<slug:code>/evaluation/", evaluations.EvaluationNew.as_view(), name="evaluation_new"),
    path("watches/", person.Watches.as_view(), name="watches"),
]
