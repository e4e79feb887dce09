"""Addresses of the call-out desk."""

from django.urls import path

from linli.core.callouts.web import desk, helpers, own

app_name = "callouts"
urlpatterns = [
    path("me/help/", own.mine, name="mine"),
    path("call/<str:code>/", own.answer, name="answer"),
    path("desk/calls/", desk.CallOutList.as_view(), name="desk-list"),
    path("desk/calls/new/", desk.new, name="desk-new"),
    path("desk/calls/<str:code>/", desk.detail, name="desk-detail"),
    path("desk/calls/<str:code>/note/", desk.note, name="desk-note"),
    path("desk/calls/<str:code>/body/", desk.body, name="desk-body"),
    path("desk/calls/<str:code>/body/<uuid:pk>/", desk.body_answer, name="desk-body-answer"),
    path("desk/calls/<str:code>/do/<slug:step>/", desk.step, name="desk-step"),
    path("desk/helpers/", helpers.HelperList.as_view(), name="helpers"),
    path("desk/helpers/new/", helpers.new, name="helper-new"),
    path("desk/helpers/<uuid:pk>/delete/", helpers.delete, name="helper-delete"),
]
