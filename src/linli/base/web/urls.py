"""Addresses of the kit itself."""

from django.urls import path

from linli.base.web import gallery, views

app_name = "web"
urlpatterns = [
    path("choose/language/", views.set_language, name="language"),
    path("choose/large/", views.set_large, name="large"),
    path("choose/theme/", views.set_theme, name="theme"),
    path("menu/", views.menu, name="menu"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<slug:page>/", gallery.gallery, name="gallery-page"),
]
