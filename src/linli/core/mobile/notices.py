"""What messages to mobile members say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "mobile.well",
    version=1,
    title=_("Are you well?"),
    body=_("Your branch thinks of you. One press on the page says that you are well; you need not sign in."),
)
