"""Addresses of the hotline's tickets."""

from django.urls import path

from linli.core.hotline.web import desk

app_name = "hotline"
urlpatterns = [
    path("desk/hotline/", desk.TicketList.as_view(), name="ticket-list"),
    path("desk/hotline/new/", desk.new, name="ticket-new"),
    path("desk/hotline/replies/", desk.ReplyList.as_view(), name="reply-list"),
    path("desk/hotline/<uuid:pk>/", desk.detail, name="ticket"),
    path("desk/hotline/<uuid:pk>/caller/", desk.caller, name="ticket-caller"),
    path("desk/hotline/<uuid:pk>/do/<slug:step>/", desk.step, name="ticket-step"),
]
