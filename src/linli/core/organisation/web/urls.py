"""Addresses of this room."""

from django.urls import URLPattern

app_name = "organisation"
urlpatterns: list[URLPattern] = []
