"""What the columns of the hotline's spreadsheet may be called."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.header import Field

NUMBER = ("工单编号", "工单号", "编号", "受理编号", "诉求编号", "热线编号", "ticket number", "order number", "ticket")
RECEIVED = ("派单时间", "转办时间", "受理时间", "来电时间", "诉求时间", "日期", "received", "date")
KIND = ("诉求类型", "工单类型", "类型", "诉求类别", "类别", "kind", "type")
CALLER = ("来电人", "诉求人", "反映人", "联系人", "姓名", "caller", "name")
PHONE = ("来电号码", "联系电话", "联系方式", "电话", "手机", "phone", "telephone")
TEXT = ("诉求内容", "反映内容", "工单内容", "内容", "问题描述", "诉求描述", "主要内容", "text", "content", "request")
ADDRESS = ("诉求地址", "事发地址", "地址", "事发地点", "地点", "address", "place", "where")

TICKETS = (
    Field("serial", _("Serial number"), ("序号", "编次", "no"), left_out=_("It counts the rows of the file only.")),
    Field("number", _("Number of the ticket"), NUMBER, required=True),
    Field("received", _("Forwarded at"), RECEIVED),
    Field("kind", _("Kind"), KIND),
    Field("caller", _("Name of the caller"), CALLER),
    Field("phone", _("Phone of the caller"), PHONE),
    Field("text", _("What the caller said"), TEXT, required=True),
    Field("address", _("Where"), ADDRESS),
)
