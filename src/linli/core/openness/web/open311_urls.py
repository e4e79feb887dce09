"""Addresses of Open311 GeoReport v2, as the standard names them."""

from django.urls import path

from linli.core.openness.web import open311

app_name = "open311"
urlpatterns = [
    path("", open311.root, {"fmt": "json"}, name="root"),
    path("discovery.<slug:fmt>", open311.discovery, name="discovery"),
    path("services.<slug:fmt>", open311.service_list, name="services"),
    path("services/<slug:code>.<slug:fmt>", open311.service_definition, name="service"),
    path("requests.<slug:fmt>", open311.requests, name="requests"),
    path("requests/<slug:key>.<slug:fmt>", open311.one_request, name="request"),
    path("tokens/<slug:token>.<slug:fmt>", open311.token, name="token"),
]
