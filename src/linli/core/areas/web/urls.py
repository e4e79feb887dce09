"""Addresses of this room."""

from django.urls import path

from linli.core.areas.web import areas, facts, grids, redraws

app_name = "areas"
urlpatterns = [
    path("desk/grids/", grids.GridList.as_view(), name="grid-list"),
    path("desk/grids/<uuid:pk>/", grids.grid, name="grid"),
    path("desk/areas/<uuid:pk>/", areas.area, name="area"),
    path("desk/areas/<uuid:pk>/add/", areas.area_add, name="area-add"),
    path("desk/areas/<uuid:pk>/rename/", areas.area_rename, name="area-rename"),
    path("desk/figures/", facts.facts, name="facts"),
    path("desk/redraws/", redraws.redraw_list, name="redraw-list"),
    path("desk/redraws/new/", redraws.redraw_new, name="redraw-new"),
    path("desk/redraws/<uuid:pk>/", redraws.redraw, name="redraw"),
    path("desk/redraws/<uuid:pk>/withdraw/", redraws.redraw_withdraw, name="redraw-withdraw"),
]
