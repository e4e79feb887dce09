"""Addresses of this room."""

from django.urls import path

from linli.core.membership.web import asks, lists, members, own, own_service, service

app_name = "membership"
urlpatterns = [
    path("desk/members/", lists.MemberList.as_view(), name="member-list"),
    path("desk/members/asks/", asks.AskList.as_view(), name="ask-list"),
    path("desk/members/asks/<uuid:pk>/", asks.ask, name="ask"),
    path("desk/members/<uuid:pk>/", members.member, name="member"),
    path("desk/members/<uuid:pk>/correct/", members.member_correct, name="member-correct"),
    path("desk/members/<uuid:pk>/move/", members.member_move, name="member-move"),
    path("desk/members/<uuid:pk>/leave/", members.member_leave, name="member-leave"),
    path("desk/members/<uuid:pk>/<slug:step>/", members.member_step, name="member-step"),
    path("desk/in-service/", lists.InServiceList.as_view(), name="in-service-list"),
    path("desk/in-service/new/", service.new, name="in-service-new"),
    path("desk/in-service/<uuid:pk>/", members.in_service, name="in-service"),
    path("desk/in-service/<uuid:pk>/correct/", members.in_service_correct, name="in-service-correct"),
    path("desk/in-service/<uuid:pk>/assign/", service.assign, name="in-service-assign"),
    path("desk/in-service/<uuid:pk>/write/", service.write, name="in-service-write"),
    path("desk/in-service/<uuid:pk>/statement/", service.issue, name="in-service-statement"),
    path("desk/in-service/<uuid:pk>/slip.pdf", service.paper, name="in-service-slip"),
    path("desk/in-service/<uuid:pk>/<slug:step>/", members.in_service_step, name="in-service-step"),
    path("desk/service/<uuid:pk>/<slug:step>/", service.look, name="service-look"),
    path("me/membership/", own.mine, name="mine"),
    path("me/membership/report/", own_service.report, name="report"),
    path("me/membership/offer/", own_service.offer, name="offer"),
    path("me/membership/helps/", own_service.helps, name="helps"),
    path("me/membership/slip.pdf", own_service.slip, name="slip"),
    path("me/membership/service/", own_service.record, name="service"),
    path("me/membership/service/<uuid:pk>/withdraw/", own_service.entry_withdraw, name="service-withdraw"),
    path("me/membership/extract/", own_service.statement_issue, name="statement-issue"),
    path("me/membership/extract/<uuid:pk>.pdf", own_service.statement_pdf, name="statement-pdf"),
    path("me/membership/extract/<uuid:pk>/revoke/", own_service.statement_revoke, name="statement-revoke"),
    path("me/membership/ask/", asks.mine_ask, name="mine-ask"),
    path("me/membership/ask/<uuid:pk>/back/", asks.mine_ask_back, name="mine-ask-back"),
    path("me/membership/statement/", own.mine_agree, name="mine-agree"),
    path("me/membership/<slug:step>/", own.mine_step, name="mine-step"),
    path("extract/<str:code>/", service.check, name="statement-check"),
]
