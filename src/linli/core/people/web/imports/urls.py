"""Addresses of rosters in, below the namespace of this room."""

from django.urls import path

from linli.core.people.web.imports import findings, pages

urlpatterns = [
    path("desk/imports/", pages.ImportList.as_view(), name="import-list"),
    path("desk/imports/new/", pages.import_new, name="import-new"),
    path("desk/imports/<uuid:pk>/", pages.import_page, name="import"),
    path("desk/imports/<uuid:pk>/columns/", pages.import_columns, name="import-columns"),
    path("desk/imports/<uuid:pk>/check/", pages.import_check, name="import-check"),
    path("desk/imports/<uuid:pk>/run/", pages.import_run, name="import-run"),
    path("desk/imports/<uuid:pk>/progress/", pages.import_progress, name="import-progress"),
    path("desk/findings/", findings.FindingList.as_view(), name="finding-list"),
    path("desk/findings/settle/", findings.findings_settle, name="findings-settle"),
    path("desk/findings/<uuid:pk>/", findings.finding_page, name="finding"),
]
