"""What messages about rehearsals say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "rehearsals.would-move",
    version=1,
    title=_("Your branch or group would change: %(title)s"),
    body=_("Until %(until)s you can read what would change for you, and say if something speaks against it."),
)
register_template(
    "rehearsals.to-approve",
    version=1,
    title=_("A plan to approve: %(title)s"),
    body=_("%(committee)s asks to arrange its branches and groups anew. Everybody who objected has an answer."),
)
register_template(
    "rehearsals.in-force",
    version=1,
    title=_("In force: %(title)s"),
    body=_("Your branch or group has changed, as it was announced."),
)
