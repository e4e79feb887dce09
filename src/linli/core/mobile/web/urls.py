"""Addresses of mobile members."""

from django.urls import path

from linli.core.mobile.web import desk, own

app_name = "mobile"
urlpatterns = [
    path("desk/mobile/", desk.StayList.as_view(), name="stay-list"),
    path("desk/mobile/guest/", desk.guest_new, name="guest-new"),
    path("desk/mobile/<uuid:pk>/", desk.stay, name="stay"),
    path("desk/mobile/<uuid:pk>/contact/", desk.contact, name="contact"),
    path("desk/mobile/<uuid:pk>/card/", desk.card, name="card"),
    path("desk/mobile/<uuid:pk>/end/", desk.end, name="end"),
    path("desk/mobile/<uuid:pk>/ask/", desk.ask, name="ask"),
    path("desk/mobile/<uuid:pk>/link/", desk.link_out, name="link"),
    path("desk/members/<uuid:pk>/away/new/", desk.away_new, name="away-new"),
    path("me/away/", own.mine, name="mine"),
    path("me/away/well/", own.well_mine, name="mine-well"),
    path("me/away/back/", own.back_mine, name="mine-back"),
    path("well/<str:token>/", own.well, name="well"),
    path("other-end/<str:token>/", own.other_end, name="other-end"),
]
