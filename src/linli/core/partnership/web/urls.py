"""Addresses of the three lists: what everybody opens, what is mine, what the desk opens."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from linli.core.partnership.web import (
    agreement_list,
    agreement_papers,
    agreements,
    desk,
    desk_lists,
    mine,
    panels,
    projects,
    public,
    reviews,
    say,
    unit_projects,
    units,
)
from linli.core.partnership.web.seats import DESK, UNIT, Seat

app_name = "partnership"
NEED: dict[str, Any] = {"what": "need"}
RESOURCE: dict[str, Any] = {"what": "resource"}


def agreement_pages(start: str, seat: Seat) -> list[URLPattern]:
    """The pages of one agreement, in the house of one side."""
    here, name = {"seat": seat}, seat.start.removeprefix("partnership:")
    return [
        path(f"{start}<str:code>/", agreements.detail, here, name=name),
        path(f"{start}<str:code>/do/<slug:step>/", agreements.step, here, name=f"{name}-step"),
        path(f"{start}<str:code>/paper.pdf", agreement_papers.pdf, here, name=f"{name}-pdf"),
        path(f"{start}<str:code>/paper.docx", agreement_papers.docx, here, name=f"{name}-docx"),
        path(f"{start}<str:code>/reviews/<uuid:pk>/", reviews.review, here, name=f"{name}-review"),
        path(f"{start}<str:code>/promises/<uuid:pk>/photo/", agreements.photo, here, name=f"{name}-photo"),
        path(
            f"{start}<str:code>/promises/<uuid:pk>/<slug:step>/",
            agreements.promise_step,
            here,
            name=f"{name}-promise-step",
        ),
    ]


urlpatterns = [
    path("neighbourhood/", public.wishes, name="wishes"),
    path("neighbourhood/can-give/", public.gifts, name="gifts"),
    path("neighbourhood/projects/", public.projects, name="projects"),
    path("neighbourhood/wish/", say.wish_new, name="wish-new"),
    path("neighbourhood/offer/", say.gift_new, name="gift-new"),
    path("neighbourhood/wishes/<uuid:pk>/", public.wish, name="wish"),
    path("neighbourhood/wishes/<uuid:pk>/press/", public.press, name="wish-press"),
    path("neighbourhood/can-give/<uuid:pk>/", public.gift, name="gift"),
    path("neighbourhood/projects/<uuid:pk>/", public.project, name="project"),
    path("neighbourhood/projects/<uuid:pk>/photo/", public.project_photo, name="project-photo"),
    path("neighbourhood/slip/<str:code>/", say.slip, name="slip"),
    path("me/neighbourhood/", mine.mine, name="mine"),
    path("me/neighbourhood/yes/<uuid:pk>/", mine.accept, name="mine-accept"),
    path("me/neighbourhood/<slug:what>/<uuid:pk>/back/", mine.withdraw, name="mine-withdraw"),
    path("desk/wishes/", desk_lists.NeedList.as_view(), name="desk-needs"),
    path("desk/wishes/new/", say.desk_new, NEED, name="desk-need-new"),
    path("desk/wishes/<str:code>/", desk.detail, NEED, name="desk-need"),
    path("desk/wishes/<str:code>/support/", desk.support, name="desk-need-support"),
    path("desk/wishes/<str:code>/do/<slug:step>/", desk.step, NEED, name="desk-need-step"),
    path("desk/resources/", desk_lists.ResourceList.as_view(), name="desk-resources"),
    path("desk/resources/new/", say.desk_new, RESOURCE, name="desk-resource-new"),
    path("desk/resources/<str:code>/", desk.detail, RESOURCE, name="desk-resource"),
    path("desk/resources/<str:code>/do/<slug:step>/", desk.step, RESOURCE, name="desk-resource-step"),
    path("desk/projects/", desk_lists.ProjectList.as_view(), name="desk-projects"),
    path("desk/projects/new/", projects.new, name="desk-project-new"),
    path("desk/projects/register/", desk_lists.Register.as_view(), name="register"),
    path("desk/projects/<str:code>/", projects.detail, name="desk-project"),
    path("desk/projects/<str:code>/judge/", projects.judge, name="desk-project-judge"),
    path("desk/projects/<str:code>/do/<slug:step>/", projects.step, name="desk-project-step"),
    path("desk/projects/<str:code>/sides/<uuid:pk>/", projects.accept, name="desk-project-accept"),
    path("desk/projects/<str:code>/steps/<uuid:pk>/", projects.reach, name="desk-project-reach"),
    path("desk/agreements/", agreement_list.AgreementList.as_view(), name="desk-agreements"),
    path("desk/agreements/new/", agreements.new, name="desk-agreement-new"),
    *agreement_pages("desk/agreements/", DESK),
    path("desk/bodies/<uuid:pk>/join/", panels.join, name="desk-partner-join"),
    path("unit/", units.units, name="units"),
    *agreement_pages("unit/agreements/", UNIT),
    path("unit/projects/<str:code>/", unit_projects.project, name="unit-project"),
    path("unit/projects/<str:code>/yes/", units.accept, name="unit-project-accept"),
    path("unit/projects/<str:code>/do/<slug:step>/", unit_projects.step, name="unit-project-step"),
    path("unit/projects/<str:code>/steps/<uuid:pk>/", unit_projects.reach, name="unit-project-reach"),
    path("unit/<uuid:pk>/", units.unit, name="unit"),
    path("unit/<uuid:pk>/say/<slug:what>/", units.say, name="unit-say"),
    path("unit/<uuid:pk>/propose/", unit_projects.propose, name="unit-propose"),
    path("unit/<uuid:pk>/back/<slug:what>/<uuid:thing>/", units.withdraw, name="unit-withdraw"),
]
