"""What messages about wishes, offers and projects say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "partnership.need_published",
    version=1,
    title=_("On the list: %(title)s"),
    body=_("Everybody in the neighbourhood can read your wish now, without your name, and say that they want it too."),
)
register_template(
    "partnership.need_fulfilled",
    version=1,
    title=_("Come true: %(title)s"),
    body=_("%(words)s"),
)
register_template(
    "partnership.need_withdrawn",
    version=1,
    title=_("Taken off the list: %(title)s"),
    body=_("%(words)s"),
)
register_template(
    "partnership.resource_published",
    version=1,
    title=_("Your offer is on the list: %(title)s"),
    body=_("We tell you when somebody has a use for it. You can take it back at any time."),
)
register_template(
    "partnership.resource_ended",
    version=1,
    title=_("Your offer is off the list: %(title)s"),
    body=_("%(words)s"),
)
register_template(
    "partnership.project_proposed",
    version=1,
    title=_("May we bring this together? %(title)s"),
    body=_("What you said would fit: %(thing)s. Please look and say yes, or call us. Nothing begins without your yes."),
)
register_template(
    "partnership.project_agreed",
    version=1,
    title=_("Both sides agree: %(title)s"),
    body=_("What you wanted is going to happen. Its page tells how far it is."),
)
register_template(
    "partnership.project_finished",
    version=1,
    title=_("Done: %(title)s"),
    body=_("Please look how it turned out, and give your word on it if you like."),
)
register_template(
    "partnership.project_given_up",
    version=1,
    title=_("Not this time: %(title)s"),
    body=_("%(words)s What you said stands on the list again."),
)
