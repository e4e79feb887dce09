"""Addresses of rehearsals."""

from django.urls import path

from linli.core.rehearsals.web import desk, drawing, own

app_name = "rehearsals"
urlpatterns = [
    path("desk/rehearsals/", desk.RehearsalList.as_view(), name="rehearsal-list"),
    path("desk/rehearsals/new/", desk.new, name="rehearsal-new"),
    path("desk/rehearsals/<uuid:pk>/", desk.detail, name="rehearsal"),
    path("desk/rehearsals/<uuid:pk>/do/<slug:step>/", desk.step, name="rehearsal-step"),
    path("desk/rehearsals/<uuid:pk>/draw/<slug:stroke>/", drawing.draw, name="rehearsal-draw"),
    path("desk/rehearsals/<uuid:pk>/objection/", desk.objection, name="rehearsal-objection"),
    path("desk/rehearsals/changes/<uuid:pk>/rub-out/", drawing.rub_out, name="change-rub-out"),
    path("desk/rehearsals/objections/<uuid:pk>/answer/", desk.answer, name="objection-answer"),
    path("my-branch/plans/", own.mine, name="mine"),
]
