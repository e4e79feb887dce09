"""Addresses of whistles: the desk's, the departments', and the open one of a signed link."""

from django.urls import path

from linli.core.whistles.web import calls, departments, desk

app_name = "whistles"
urlpatterns = [
    path("desk/whistles/", desk.WhistleList.as_view(), name="whistle-list"),
    path("desk/whistles/new/", desk.new, name="whistle-new"),
    path("desk/whistles/calls/<uuid:pk>/judge/", desk.rate, name="call-rate"),
    path("desk/whistles/<str:code>/", desk.detail, name="whistle"),
    path("desk/whistles/<str:code>/do/<slug:step>/", desk.step, name="whistle-step"),
    path("desk/departments/", departments.DepartmentList.as_view(), name="department-list"),
    path("desk/departments/new/", departments.new, name="department-new"),
    path("desk/departments/<uuid:pk>/", departments.detail, name="department"),
    path("desk/departments/<uuid:pk>/correct/", departments.edit, name="department-edit"),
    path("desk/departments/<uuid:pk>/end/", departments.end, name="department-end"),
    path("desk/whistle-calls/", calls.CallList.as_view(), name="call-list"),
    path("desk/whistle-calls/<uuid:pk>/", calls.page, name="call"),
    path("desk/whistle-calls/<uuid:pk>/do/<slug:step>/", calls.step, name="call-step"),
    path("answer-call/<str:token>/", calls.link_page, name="link"),
    path("answer-call/<str:token>/<slug:step>/", calls.link_step, name="link-step"),
]
