"""Which addresses does sign-in need? The names are allauth's; of its pages only these exist here."""

from allauth.account.views import AccountInactiveView, LogoutView
from django.urls import path, register_converter

from selection.accounts.messengers import Configured
from selection.accounts.views import messengers, second_factor, sign_in

register_converter(Configured, "messenger")

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/second-step/", second_factor.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/with/<messenger:messenger>/", messengers.sign_in_with, name="sign_in_with"),
    path("sign-in/from/<messenger:messenger>/", messengers.back_from, name="back_from"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("inactive/", AccountInactiveView.as_view(), name="account_inactive"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("demo/", sign_in.demo_sign_in, name="demo_sign_in"),
]
