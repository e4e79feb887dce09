"""What messages about calls for help say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "callouts.asked",
    version=1,
    title=_("Could you help? %(title)s"),
    body=_(
        "%(text)s When: %(starts_at)s. Where: %(where)s. Say yes or no on the page; if you leave it, that is fine too."
    ),
)
register_template(
    "callouts.enough",
    version=1,
    title=_("Enough, thank you: %(title)s"),
    body=_("Enough neighbours have said yes. You need not do anything. Thank you for being there."),
)
register_template(
    "callouts.cancelled",
    version=1,
    title=_("Called off: %(title)s"),
    body=_("%(words)s"),
)
register_template(
    "callouts.tomorrow",
    version=1,
    title=_("Tomorrow: %(title)s"),
    body=_("You said yes: %(starts_at)s, %(where)s. If something has come up, say so on the page, that is fine."),
)
register_template(
    "callouts.thanks",
    version=1,
    title=_("Thank you: %(title)s"),
    body=_("You came and helped. %(words)s"),
)
