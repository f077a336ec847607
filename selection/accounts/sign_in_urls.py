"""Which addresses does sign-in need? The names are allauth's; of its pages only these exist here."""

from allauth.account.views import AccountInactiveView, LogoutView
from django.urls import path

from selection.accounts.views import second_factor, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/second-step/", second_factor.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("inactive/", AccountInactiveView.as_view(), name="account_inactive"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("demo/", sign_in.demo_sign_in, name="demo_sign_in"),
]
