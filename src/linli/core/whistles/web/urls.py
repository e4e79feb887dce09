"""Addresses of this room."""

from django.urls import URLPattern

app_name = "whistles"
urlpatterns: list[URLPattern] = []
