"""Addresses of notices, the school's board and what was reported about persons."""

from django.urls import path

from campaigns.views import board, investigating, objections, publicity

urlpatterns = [
    path("campaigns/<int:pk>/publicity/", publicity.PublicityPage.as_view(), name="publicity"),
    path("boards/<str:kind>/<int:pk>/photos/", publicity.photograph, name="board_photos"),
    path("publicities/<int:pk>/conclude/", publicity.conclude, name="publicity_conclude"),
    path("publicities/<int:pk>/revoke/", publicity.revoke, name="publicity_revoke"),
    path("board/", board.board, name="board"),
    path("board/plans/<int:pk>/", board.PublishedPlan.as_view(), name="published_plan"),
    path("notices/", board.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/", board.NoticePage.as_view(), name="notice"),
    path("notices/<int:pk>/poster/", publicity.poster, name="poster"),
    path("notices/inspections/<int:pk>/", board.InspectionNotice.as_view(), name="inspection_notice"),
    path("notices/of/<slug:code>/", board.SchoolNotices.as_view(), name="school_notices"),
    path("notices/of/<slug:code>/feed/", board.SchoolFeed(), name="school_feed"),
    path("campaigns/<int:pk>/objections/", objections.Register.as_view(), name="objections"),
    path("objections/<int:pk>/", objections.ObjectionPage.as_view(), name="objection"),
    path("objections/<int:pk>/assign/", objections.assign, name="objection_assign"),
    path(
        "objections/<int:pk>/investigators/<int:investigator>/replace/",
        objections.replace,
        name="objection_replace",
    ),
    path("objections/<int:pk>/admonished/", objections.admonish, name="objection_admonish"),
    path("investigations/<int:pk>/", investigating.InvestigationPage.as_view(), name="investigation"),
    path(
        "investigations/<int:pk>/proposal/", investigating.Proposal.as_view(), name="investigation_proposal"
    ),
    path(
        "investigations/<int:pk>/letters/<int:letter>/writer/",
        investigating.writer,
        name="investigation_writer",
    ),
    path("investigations/<int:pk>/photos/<int:photo>/", investigating.photo, name="investigation_photo"),
    path("investigations/<int:pk>/files/<int:file>/", investigating.file, name="investigation_file"),
]
