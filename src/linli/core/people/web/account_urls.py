"""Addresses of accounts and rights, below the namespace of this room."""

from django.urls import path

from linli.core.people.web import accounts, audit, demo, grants, proxies, record, rights

urlpatterns = [
    path("accounts/join/", accounts.join, name="account-join"),
    path("accounts/join/choose/", accounts.join_choose, name="account-join-choose"),
    path("accounts/mine/", accounts.mine, name="account-mine"),
    path("accounts/second-factor/", accounts.second_factor, name="second-factor"),
    path("me/record/", record.record, name="record"),
    path("me/record/ask/", record.ask, name="record-ask"),
    path("me/record/copy.json", record.copy, {"kind": "json"}, name="record-json"),
    path("me/record/copy.xlsx", record.copy, {"kind": "xlsx"}, name="record-xlsx"),
    path("me/record/requests/<uuid:pk>/back/", record.take_back, name="request-back"),
    path("me/record/consents/<uuid:pk>/back/", record.consent_back, name="consent-back"),
    path("me/proxies/", proxies.mine, name="proxies-mine"),
    path("me/proxies/<uuid:pk>/end/", proxies.end, name="proxy-end"),
    path("me/act-for/", proxies.switch, name="act-for"),
    path("desk/people/<uuid:pk>/slip/", accounts.give, name="slip-give"),
    path("desk/people/<uuid:pk>/slip/print/", accounts.print_slip, name="slip-print"),
    path("desk/people/<uuid:pk>/proxies/", proxies.at_desk, name="proxies-of"),
    path("desk/people/<uuid:pk>/rights/", rights.ask_at_desk, name="rights-new"),
    path("desk/people/<uuid:pk>/reveal/<slug:field>/", rights.reveal, name="reveal"),
    path("desk/rights/", rights.RightsList.as_view(), name="rights-list"),
    path("desk/rights/<uuid:pk>/", rights.request_page, name="rights-request"),
    path("desk/grants/", grants.GrantList.as_view(), name="grant-list"),
    path("desk/grants/new/", grants.grant_new, name="grant-new"),
    path("desk/grants/<uuid:pk>/end/", grants.grant_end, name="grant-end"),
    path("desk/roles/", grants.roles, name="role-matrix"),
    path("desk/audit/", audit.AuditList.as_view(), name="audit-list"),
    path("desk/audit/verify/", audit.verify, name="audit-verify"),
    path("demo/", demo.demo, name="demo"),
    path("demo/as/<slug:role>/", demo.demo_as, name="demo-as"),
    path("demo/sms/", demo.demo_sms, name="demo-sms"),
]
