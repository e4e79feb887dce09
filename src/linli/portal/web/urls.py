"""Addresses of the portal, my page and the desk's first page."""

from django.urls import path

from linli.portal.web import desk, home, keeping, me

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("promises/", home.promises, name="promises"),
    path("me/", me.me, name="me"),
    path("me/messages/", me.inbox, name="inbox"),
    path("me/messages/read/", me.read_all, name="inbox-read"),
    path("me/messages/<uuid:pk>/", me.message, name="message"),
    path("me/channels/<slug:name>/", me.channel, name="channel"),
    path("desk/", desk.today, name="desk"),
    path("desk/search/", desk.search, name="search"),
    path("desk/jobs/", keeping.JobList.as_view(), name="job-list"),
    path("desk/holidays/", keeping.holidays, name="holidays"),
    path("desk/holidays/<uuid:pk>/forget/", keeping.holiday_forget, name="holiday-forget"),
]
