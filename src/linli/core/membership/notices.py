"""What messages about reporting in and about the card say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "membership.registered",
    version=1,
    title=_("You are taken in: %(grid)s"),
    body=_("Thank you for reporting in. If something fits your skills and hours, you may be asked; no is always fine."),
)
register_template(
    "membership.quarter",
    version=1,
    title=_("What you did for the neighbourhood"),
    body=_("From %(first_on)s to %(last_on)s: %(hours)s hours. Only you get this word; thank you."),
)
register_template(
    "membership.service-declined",
    version=1,
    title=_("A line of your record could not be confirmed"),
    body=_("%(day_on)s: %(what)s. Nothing follows from it. If it was so after all, please talk to the branch."),
)
register_template(
    "membership.ask-answered",
    version=1,
    title=_("The answer about your card"),
    body=_("%(answer)s"),
)
