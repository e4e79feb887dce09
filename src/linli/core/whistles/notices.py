"""What messages about whistles say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "whistles.to_approve",
    version=1,
    title=_("A whistle to approve: %(title)s"),
    body=_("%(name)s asks to call departments, and says what was tried already. Whistle %(code)s."),
)
register_template(
    "whistles.to_blow",
    version=1,
    title=_("A whistle to blow: %(title)s"),
    body=_("%(community)s asks you to call departments. Whistle %(code)s."),
)
register_template(
    "whistles.declined",
    version=1,
    title=_("The whistle was declined: %(title)s"),
    body=_("Whistle %(code)s: %(text)s"),
)
register_template(
    "whistles.called",
    version=1,
    title=_("Your department is called: %(title)s"),
    body=_("%(community)s needs you. Please sign the call by %(due_at)s. Whistle %(code)s."),
)
register_template(
    "whistles.answered",
    version=1,
    title=_("%(department)s has answered: %(title)s"),
    body=_("There is news of whistle %(code)s."),
)
register_template(
    "whistles.to_confirm",
    version=1,
    title=_("Please look at the place: %(title)s"),
    body=_("All departments that were called have reported. Whistle %(code)s."),
)
register_template(
    "whistles.again",
    version=1,
    title=_("Not solved yet: %(title)s"),
    body=_("Somebody looked at the place. Please report again by %(due_at)s. Whistle %(code)s."),
)
register_template(
    "whistles.judged",
    version=1,
    title=_("The community has judged how you came: %(title)s"),
    body=_("You can answer it on the page of the call. Whistle %(code)s."),
)
register_template(
    "whistles.late",
    version=1,
    title=_("%(department)s is late: %(title)s"),
    body=_("The time for this step of whistle %(code)s has passed without an answer. Please speak with them."),
)
