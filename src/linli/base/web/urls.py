"""Addresses of the kit itself."""

from django.urls import path

from linli.base.web import gallery, own, views

app_name = "web"
urlpatterns = [
    path("choose/language/", views.set_language, name="language"),
    path("choose/large/", views.set_large, name="large"),
    path("choose/theme/", views.set_theme, name="theme"),
    path("menu/", views.menu, name="menu"),
    path("long-work/", own.OwnJobs.as_view(), name="jobs"),
    path("long-work/<uuid:pk>/", own.job_page, name="job"),
    path("long-work/<uuid:pk>/cancel/", own.job_cancel, name="job-cancel"),
    path("long-work/<uuid:pk>/result/", own.job_result, name="job-result"),
    path("taken-away/", own.OwnExports.as_view(), name="exports"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<slug:page>/", gallery.gallery, name="gallery-page"),
]
