"""Which address leads to which page about accounts?"""

from django.urls import path

from selection.accounts.views import messengers, own, people, second_factor, sign_in

app_name = "accounts"
urlpatterns = [
    path("set-password/", sign_in.SetPassword.as_view(), name="set_password"),
    path("second-factor/", second_factor.SetUpSecondFactor.as_view(), name="second_factor"),
    path("profile/", own.Profile.as_view(), name="profile"),
    path("profile/<messenger:messenger>/", messengers.Binding.as_view(), name="binding"),
    path("notifications/", own.Notifications.as_view(), name="notifications"),
    path("notifications/read/", own.read_all_notifications, name="read_all_notifications"),
    path("notifications/<int:pk>/read/", own.read_notification, name="read_notification"),
    path("people/", people.People.as_view(), name="people"),
    path("people/slips/", people.print_codes, name="print_codes"),
    path("people/<int:pk>/", people.Person.as_view(), name="person"),
    path("people/<int:pk>/grant/", people.grant_role, name="grant_role"),
    path("people/<int:pk>/revoke/", people.revoke_role, name="revoke_role"),
    path(
        "people/<int:pk>/second-factor/reset/", second_factor.reset_second_factor, name="reset_second_factor"
    ),
]
