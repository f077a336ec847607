"""Which address leads to which page about what is kept?"""

from django.urls import path

from keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.Desk.as_view(), name="desk"),
    path("about-me.xlsx", views.mine, name="mine"),
    path("people/<int:pk>/about.xlsx", views.person, name="person"),
    path("lists/<int:pk>/", views.ListPage.as_view(), name="list"),
    path("lists/<int:pk>/paper/", views.paper, name="list_paper"),
    path("lists/<int:pk>/carry-out/", views.carry_out, name="carry_out"),
    path("lists/<int:pk>/drop/", views.drop, name="drop"),
]
