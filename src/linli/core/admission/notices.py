"""What messages about admission and transfer say. A copy may leave by telephone, so none of them names anybody."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "admission.limit",
    version=1,
    title=_("A time limit of an admission comes near in %(org)s"),
    body=_("Whose it is, and what comes next, stands on the page."),
)
register_template(
    "admission.transfer-waits",
    version=1,
    title=_("A transfer letter has been on its way for %(days)s days"),
    body=_("From %(from_org)s to %(to_org)s. Until the receipt is back, the old branch stays responsible: please ask."),
)
