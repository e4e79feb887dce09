"""What messages about tickets say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "hotline.assigned",
    version=1,
    title=_("A ticket of the hotline for you: %(title)s"),
    body=_("Ticket %(number)s: the reply is due by %(due_at)s."),
)
register_template(
    "hotline.to_review",
    version=1,
    title=_("A reply to read: %(title)s"),
    body=_("%(name)s has written the reply to ticket %(number)s. It goes out when a second person has read it."),
)
register_template(
    "hotline.revise",
    version=1,
    title=_("Please write it better: %(title)s"),
    body=_("A second person has read your reply to ticket %(number)s and says on its page what it lacks."),
)
register_template(
    "hotline.due",
    version=1,
    title=_("The reply is due soon: %(title)s"),
    body=_("Ticket %(number)s: the hotline expects the reply by %(due_at)s."),
)
