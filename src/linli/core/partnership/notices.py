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
register_template(
    "partnership.agreement_to_sign",
    version=1,
    title=_("To be signed: the agreement of %(unit)s"),
    body=_("The words stand. Please read what both sides promise, and sign if it is so."),
)
register_template(
    "partnership.agreement_reopened",
    version=1,
    title=_("Words changed: the agreement of %(unit)s"),
    body=_("Since somebody signed, words have changed. Both sides read it again, and sign again."),
)
register_template(
    "partnership.agreement_signed",
    version=1,
    title=_("Signed by both: the agreement of %(unit)s"),
    body=_("It runs from %(from_on)s until %(until_on)s. What each side promised stands on its page."),
)
register_template(
    "partnership.agreement_expiring",
    version=1,
    title=_("Ends soon: the agreement of %(unit)s"),
    body=_("Its last day is %(until_on)s. Please talk about how to go on; the next one can begin with what was kept."),
)
register_template(
    "partnership.agreement_ended",
    version=1,
    title=_("Ended: the agreement of %(unit)s"),
    body=_("%(words)s"),
)
register_template(
    "partnership.promise_proposed",
    version=1,
    title=_("Asked of you: %(text)s"),
    body=_("The other side of the agreement with %(unit)s proposes a change. It counts only with your yes."),
)
register_template(
    "partnership.promise_due",
    version=1,
    title=_("By %(by_on)s: %(text)s"),
    body=_("So it stands in the agreement with %(unit)s. If the day does not fit any more, propose another one."),
)
register_template(
    "partnership.promise_told",
    version=1,
    title=_("Please look: %(text)s"),
    body=_("The other side says what came of it: %(proof)s"),
)
register_template(
    "partnership.promise_sent_back",
    version=1,
    title=_("Seen in another way: %(text)s"),
    body=_("%(words)s"),
)
register_template(
    "partnership.review_opened",
    version=1,
    title=_("Half a year with %(unit)s, looked through together"),
    body=_("What both sides promised until %(until_on)s stands on one page. Please say in a sentence how it went."),
)
register_template(
    "partnership.unit_need_published",
    version=1,
    title=_("On the list: %(title)s"),
    body=_("Everybody in the neighbourhood can read now what your unit would like."),
)
register_template(
    "partnership.unit_resource_published",
    version=1,
    title=_("The offer of your unit is on the list: %(title)s"),
    body=_("We tell you when somebody has a use for it. You can take it back at any time."),
)
