"""Addresses of accounts and rights, below the namespace of this room."""

from django.urls import path

from linli.core.people.web import accounts, demo

urlpatterns = [
    path("accounts/join/", accounts.join, name="account-join"),
    path("accounts/join/choose/", accounts.join_choose, name="account-join-choose"),
    path("accounts/mine/", accounts.mine, name="account-mine"),
    path("accounts/second-factor/", accounts.second_factor, name="second-factor"),
    path("desk/people/<uuid:pk>/slip/", accounts.give, name="slip-give"),
    path("demo/", demo.demo, name="demo"),
    path("demo/as/<slug:role>/", demo.demo_as, name="demo-as"),
    path("demo/sms/", demo.demo_sms, name="demo-sms"),
]
