"""Addresses of matters: what residents open, and what the desk opens."""

from django.urls import include, path

from linli.core.matters.web import categories, desk, desk_list, mine, photos, say, slip, twin

app_name = "matters"
urlpatterns = [
    path("say/", say.words, name="say"),
    path("say/kind/", say.kind, name="say-kind"),
    path("say/emergency/", say.emergency, name="say-emergency"),
    path("say/where/", say.where, name="say-where"),
    path("say/who/", say.who, name="say-who"),
    path("slip/<str:code>/", slip.page, name="slip"),
    path("slip/<str:code>/print/", slip.paper, name="slip-pdf"),
    path("status/", mine.status_form, name="status-form"),
    path("status/<str:code>/", mine.status, name="status"),
    path("status/<str:code>/photos/<uuid:pk>/", photos.for_slip, name="status-photo"),
    path("status/<str:code>/<slug:step>/", mine.status_step, name="status-step"),
    path("me/matters/", mine.MyMatters.as_view(), name="mine"),
    path("me/matters/<str:code>/", mine.detail, name="mine-detail"),
    path("me/matters/<str:code>/<slug:step>/", mine.step, name="mine-step"),
    path("desk/matters/", desk_list.MatterList.as_view(), name="desk-list"),
    path("desk/categories/", categories.KindList.as_view(), name="category-list"),
    path("desk/categories/new/", categories.new, name="category-new"),
    path("desk/categories/<str:code>/", categories.detail, name="category"),
    path("desk/categories/<str:code>/retire/", categories.retire, name="category-retire"),
    path("desk/categories/<str:code>/limit/<slug:slug>/", categories.limit, name="category-limit"),
    path("desk/matters/map/", desk_list.on_map, name="desk-map"),
    path("desk/matters/new/", twin.new, name="desk-new"),
    path("desk/matters/new/phone/", twin.new, {"door": "phone"}, name="desk-new-phone"),
    path("desk/matters/new/counter/", twin.new, {"door": "counter"}, name="desk-new-counter"),
    path("desk/matters/<str:code>/", desk.detail, name="desk-detail"),
    path("desk/matters/<str:code>/contact/", desk.contact, name="desk-contact"),
    path("desk/matters/<str:code>/note/", desk.note, name="desk-note"),
    path("desk/matters/<str:code>/do/<slug:step>/", desk.step, name="desk-step"),
    path("matters/photos/<str:code>/<uuid:pk>/", photos.for_person, name="photo"),
    path("matters/recordings/<str:code>/<uuid:pk>/", photos.recording, name="recording"),
    path("desk/round/", include("linli.core.matters.web.field.urls")),
]
