"""Addresses of the letters that anybody may write, and of the desk where they are opened."""

from django.urls import path

from campaigns.views import letters

urlpatterns = [
    path("notices/of/<slug:code>/write/", letters.Write.as_view(), name="letter_write"),
    path("notices/receipt/", letters.Follow.as_view(), name="letter_follow"),
    path("letters/", letters.Desk.as_view(), name="letters"),
    path("letters/<int:pk>/", letters.LetterPage.as_view(), name="letter"),
    path("letters/<int:pk>/photos/<int:photo>/", letters.photo, name="letter_photo"),
    path("letters/<int:pk>/writer/", letters.show_writer, name="letter_writer"),
    path("letters/<int:pk>/decline/", letters.decline, name="letter_decline"),
    path("letters/<int:pk>/pass-on/", letters.pass_on, name="letter_pass_on"),
    path("letters/<int:pk>/answer/", letters.answer, name="letter_answer"),
]
