"""Addresses of this room."""

from django.urls import path

from linli.core.admission.web import desk, own, transfers

app_name = "admission"
urlpatterns = [
    path("desk/admission/", desk.board, name="board"),
    path("desk/admission/new/", desk.admission_new, name="admission-new"),
    path("desk/admission/<uuid:pk>/", desk.admission, name="admission"),
    path("desk/admission/<uuid:pk>/step/<slug:step>/", desk.admission_step, name="admission-step"),
    path("desk/admission/<uuid:pk>/note/<slug:step>/", desk.admission_note, name="admission-note"),
    path("desk/transfers/", transfers.TransferList.as_view(), name="transfer-list"),
    path("desk/transfers/of/<uuid:pk>/", transfers.transfer_new, name="member-transfer"),
    path("desk/transfers/<uuid:pk>/", transfers.transfer, name="transfer"),
    path("desk/transfers/<uuid:pk>/do/<slug:step>/", transfers.transfer_step, name="transfer-step"),
    path("me/membership/admission/", own.mine, name="mine"),
    path("me/membership/transfer/", own.transfer, name="my-transfer"),
    path("me/membership/transfer/cancel/", own.transfer_cancel, name="my-transfer-cancel"),
]
