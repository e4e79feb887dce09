"""What messages about dues say. A copy may leave by telephone, so none of them names anybody."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "dues.talk",
    version=1,
    title=_("Please talk with a member about dues"),
    body=_("In %(org)s dues are three months late. Who it is stands on the page; a talk helps more than a letter."),
)
register_template(
    "dues.listed",
    version=1,
    title=_("Dues are six months late in %(org)s"),
    body=_("The list is on the page of dues. Nothing follows by itself: the committee decides what to do."),
)
