"""Addresses of the round: all below one path, for which its service worker may speak."""

from django.urls import path

from linli.core.matters.web.field import captures, stops, worker

urlpatterns = [
    path("", stops.my_round, name="round"),
    path("capture/", captures.page, name="round-capture"),
    path("captures/", captures.send, name="round-send"),
    path("who/", captures.who, name="round-who"),
    path("worker.js", worker.script, name="round-worker"),
    path("<str:code>/when/", stops.when, name="round-when"),
    path("<str:code>/do/<slug:step>/", stops.step, name="round-step"),
]
