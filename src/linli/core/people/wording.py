"""What people are told about their account, their roles, who acts for them and who opened their record."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from linli.base.messaging.wording import register_template


def in_both(words: str | Promise) -> dict[str, str]:
    """A word that a message says in the language of whoever reads it."""
    said = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            said[key] = str(words)
    return said


register_template(
    "people.revealed",
    version=1,
    title=_("%(who)s looked at a number of yours"),
    body=_("%(who)s saw your %(field)s in full. The reason they gave: %(reason)s. My record shows every such look."),
)
register_template(
    "people.grant-given",
    version=1,
    title=_("You are %(role)s now"),
    body=_("From %(from_on)s you are %(role)s at %(place)s."),
)
register_template(
    "people.grant-ended",
    version=1,
    title=_("You are no longer %(role)s"),
    body=_("Your role as %(role)s has ended. The reason: %(reason)s."),
)
register_template(
    "people.slip-given",
    version=1,
    title=_("A slip for your account was made"),
    body=_(
        "%(who)s made a slip that opens your account or sets a new password. Did you not ask for it? Tell the desk."
    ),
)
register_template(
    "people.proxy-principal",
    version=1,
    title=_("%(name)s acts for you now"),
    body=_(
        "%(name)s (%(relation)s) may say what you need and follow it for you until %(until_on)s. One press ends it."
    ),
)
register_template(
    "people.proxy-proxy",
    version=1,
    title=_("You act for %(name)s now"),
    body=_("Until %(until_on)s you may say what %(name)s needs and follow it. It is noted that you did it for them."),
)
register_template(
    "people.proxy-ended",
    version=1,
    title=_("Nobody acts for another any more"),
    body=_("%(proxy)s no longer acts for %(principal)s."),
)
register_template(
    "people.rights-received",
    version=1,
    title=_("We have your request about your record"),
    body=_("You get an answer by %(due_on)s. You can take the request back until then."),
)
register_template(
    "people.rights-answered",
    version=1,
    title=_("Your request about your record: %(state)s"),
    body=_("%(answer)s"),
)
