"""Addresses of notices, the school's board and what was reported about persons."""

from django.urls import path

from campaigns.views import board, granted, objections, publicity

urlpatterns = [
    path("campaigns/<int:pk>/publicity/", publicity.PublicityPage.as_view(), name="publicity"),
    path("publicities/<int:pk>/conclude/", publicity.conclude, name="publicity_conclude"),
    path("publicities/<int:pk>/revoke/", publicity.revoke, name="publicity_revoke"),
    path("exceptions/", granted.GrantedExceptions.as_view(), name="granted"),
    path("exceptions.xlsx", granted.granted_workbook, name="granted_workbook"),
    path("board/", board.Board.as_view(), name="board"),
    path("board/plans/<int:pk>/", board.PublishedPlan.as_view(), name="published_plan"),
    path("notices/<int:pk>/", board.NoticePage.as_view(), name="notice"),
    path("campaigns/<int:pk>/objections/", objections.Register.as_view(), name="objections"),
    path("objections/<int:pk>/", objections.ObjectionPage.as_view(), name="objection"),
    path("objections/<int:pk>/investigate/", objections.investigate, name="objection_investigate"),
]
