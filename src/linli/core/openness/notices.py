"""What messages about programs of others say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "openness.hook_paused",
    version=1,
    title=_("An address does not answer and is paused"),
    body=_("Nothing is sent to %(url)s any more. What happens meanwhile waits; look at its page and let it go on."),
)
