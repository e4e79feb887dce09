"""Addresses of this room."""

from django.urls import path

from linli.core.dues.web import lists, members, own, quarters

app_name = "dues"
urlpatterns = [
    path("desk/dues/", lists.PayerList.as_view(), name="member-list"),
    path("desk/dues/months/", lists.DueList.as_view(), name="due-list"),
    path("desk/dues/receipts/", lists.PaymentList.as_view(), name="payment-list"),
    path("desk/dues/quarters/", quarters.quarters, name="quarters"),
    path("desk/dues/members/<uuid:pk>/", members.member, name="member"),
    path("desk/dues/members/<uuid:pk>/declared/", members.assess, name="member-assess"),
    path("desk/dues/members/<uuid:pk>/pay/", members.collect, name="member-collect"),
    path("desk/dues/members/<uuid:pk>/less/", members.ease, name="member-ease"),
    path("desk/dues/receipts/<uuid:pk>/", members.payment, name="payment"),
    path("desk/dues/receipts/<uuid:pk>/receipt.pdf", members.payment_pdf, name="payment-pdf"),
    path("desk/dues/receipts/<uuid:pk>/undo/", members.payment_undo, name="payment-undo"),
    path("desk/dues/branches/<uuid:pk>/hand-up/", quarters.hand_up, name="org-hand-up"),
    path("desk/dues/branches/<uuid:pk>/tell/", quarters.tell, name="org-tell"),
    path("desk/dues/hand-ups/<uuid:pk>/", quarters.handup, name="handup"),
    path("desk/dues/hand-ups/<uuid:pk>/received/", quarters.receive, name="handup-receive"),
    path("desk/dues/hand-ups/<uuid:pk>/sheet.<slug:kind>", quarters.handup_sheet, name="handup-sheet"),
    path("me/membership/dues/", own.mine, name="mine"),
    path("me/membership/dues/declare/", own.declare, name="mine-declare"),
    path("me/membership/dues/receipts/<uuid:pk>/receipt.pdf", own.receipt, name="mine-receipt"),
]
