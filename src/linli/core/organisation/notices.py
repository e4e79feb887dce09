"""What messages about organisations say."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

register_template(
    "organisation.term-ends",
    version=1,
    title=_("An election to prepare: %(org)s"),
    body=_(
        "The term of %(org)s ends on %(ends_on)s. Half a year before, the approval of the upper level is asked for."
    ),
)
register_template(
    "organisation.election-to-approve",
    version=1,
    title=_("An election to approve: %(org)s"),
    body=_("%(org)s asks the upper level for its approval. Please look at the papers."),
)
register_template(
    "organisation.election-approved",
    version=1,
    title=_("Approved: the election of %(org)s"),
    body=_("The upper level has approved. The next step is open."),
)
