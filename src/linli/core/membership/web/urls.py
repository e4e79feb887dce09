"""Addresses of this room."""

from django.urls import path

from linli.core.membership.web import lists, members, own

app_name = "membership"
urlpatterns = [
    path("desk/members/", lists.MemberList.as_view(), name="member-list"),
    path("desk/members/<uuid:pk>/", members.member, name="member"),
    path("desk/members/<uuid:pk>/correct/", members.member_correct, name="member-correct"),
    path("desk/members/<uuid:pk>/move/", members.member_move, name="member-move"),
    path("desk/members/<uuid:pk>/leave/", members.member_leave, name="member-leave"),
    path("desk/members/<uuid:pk>/<slug:step>/", members.member_step, name="member-step"),
    path("desk/in-service/", lists.InServiceList.as_view(), name="in-service-list"),
    path("desk/in-service/<uuid:pk>/", members.in_service, name="in-service"),
    path("desk/in-service/<uuid:pk>/correct/", members.in_service_correct, name="in-service-correct"),
    path("desk/in-service/<uuid:pk>/<slug:step>/", members.in_service_step, name="in-service-step"),
    path("me/membership/", own.mine, name="mine"),
    path("me/membership/statement/", own.mine_agree, name="mine-agree"),
    path("me/membership/<slug:step>/", own.mine_step, name="mine-step"),
]
