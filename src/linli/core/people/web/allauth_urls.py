"""What we use of allauth, by the names it knows: no sign-up, no e-mail, no reset by mail (a slip does that)."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("phone/verify/", views.verify_phone, name="account_verify_phone"),
    path("phone/change/", views.change_phone, name="account_change_phone"),
    path("2fa/", include("allauth.mfa.urls")),
]
