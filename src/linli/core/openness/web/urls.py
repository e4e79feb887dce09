"""Addresses of what everybody may see, of programs, and of those who connect them."""

from django.urls import include, path

from linli.core.openness.web import feeds, numbers, opendata, programs, public

app_name = "openness"
urlpatterns = [
    path("open/", public.page, name="page"),
    path("open/months.csv", opendata.months_csv, name="csv"),
    path("open/months.json", opendata.months_json, name="json"),
    path("open/news.atom", feeds.AtomNews(), name="atom"),
    path("open/news.rss", feeds.News(), name="rss"),
    path("desk/numbers/", numbers.page, name="numbers"),
    path("desk/numbers/<uuid:pk>/<slug:month>.<slug:kind>", numbers.report, name="report"),
    path("desk/programs/", programs.ClientList.as_view(), name="client-list"),
    path("desk/programs/new/", programs.client_new, name="client-new"),
    path("desk/programs/<uuid:pk>/end/", programs.client_end, name="client-end"),
    path("desk/webhooks/", programs.HookList.as_view(), name="hook-list"),
    path("desk/webhooks/new/", programs.hook_new, name="hook-new"),
    path("desk/webhooks/<uuid:pk>/", programs.hook, name="hook"),
    path("desk/webhooks/<uuid:pk>/<slug:step>/", programs.hook_step, name="hook-step"),
    path("desk/parcels/<uuid:pk>/repeat/", programs.parcel_repeat, name="parcel-repeat"),
    path("open311/v2/", include("linli.core.openness.web.open311_urls")),
]
