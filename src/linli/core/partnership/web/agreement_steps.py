"""What the buttons of agreements and promises open: the form, the operation behind it, and a sentence of advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.files.operations import store_photo
from linli.core.partnership.enums import Side
from linli.core.partnership.operations import agreements as work
from linli.core.partnership.operations import promises as words
from linli.core.partnership.queries import agreement_moves as moves
from linli.core.partnership.web import agreement_forms as f
from linli.core.partnership.web.desk import Step
from linli.core.partnership.web.forms import StepForm
from linli.core.people.enums import Door


def _sign(side: Side) -> Callable[..., Any]:
    def sign(*, has_read: bool, **given: Any) -> None:
        work.sign_agreement(side=side, **given)

    return sign


def _add(side: Side) -> Callable[..., Any]:
    def add(*, agreement: Any, gives: str, actor: Any, now: Any, **given: Any) -> None:
        wording = words.Wording(**given)
        words.add_promise(agreement=agreement, gives=gives, wording=wording, side=side, actor=actor, now=now)

    return add


def _reword(*, agreement: Any, actor: Any, now: Any, **given: Any) -> None:
    work.reword_agreement(agreement=agreement, terms=work.Terms(**given), actor=actor, now=now)


def _end(*, side: str, door: str, **given: Any) -> None:
    work.end_agreement(side=side, door=door if side == Side.UNIT else Door.ONLINE, **given)


def _leave(**given: Any) -> None:
    work.end_agreement(side=Side.UNIT, **given)


READ = _("With both signatures it counts. If words change later, both sign again.")
ADVICE = _("As long as nobody has signed, it is simply written down. In force, the other side is asked.")
DESK_STEPS: dict[str, Step] = {
    moves.NEGOTIATE.name: Step(work.negotiate_agreement),
    moves.SIGN.name: Step(_sign(Side.COMMUNITY), f.SignForm, READ),
    moves.NOTE_SIGNATURE.name: Step(_sign(Side.UNIT), f.PaperSignForm, READ),
    moves.ADD.name: Step(_add(Side.COMMUNITY), f.NewPromiseForm, ADVICE),
    moves.REWORD.name: Step(_reword, f.TermsForm, _("What was signed already has to be signed again.")),
    moves.END.name: Step(_end, f.EndForm),
}
UNIT_STEPS: dict[str, Step] = {
    moves.SIGN_AS_UNIT.name: Step(_sign(Side.UNIT), f.SignForm, READ),
    moves.ADD_AS_UNIT.name: Step(_add(Side.UNIT), f.NewPromiseForm, ADVICE),
    moves.LEAVE.name: Step(_leave, f.WhyForm, _("You may leave at any time. The community reads why.")),
}


@dataclass(frozen=True)
class PromiseStep:
    """A button of a promise; `is_answer` answers the other side."""

    label: str | Lazy
    operation: Callable[..., Any]
    form: type[StepForm] = StepForm
    is_answer: bool = False
    lead: str | Lazy = ""


def _change(*, promise: Any, side: str, actor: Any, now: Any, door: str = Door.ONLINE, **given: Any) -> None:
    wording = words.Wording(**given)
    words.change_promise(promise=promise, wording=wording, side=side, actor=actor, now=now, door=door)


def _tell(*, promise: Any, photo: Any, actor: Any, now: Any, **given: Any) -> None:
    """The picture is drawn anew before the transaction begins."""
    words.speak_for(given["side"], promise, actor=actor, door=given.get("door", Door.ONLINE))
    stored = store_photo(photo, place=promise.place, actor=actor, now=now) if photo else None
    words.tell_promise(promise=promise, photo=stored, actor=actor, now=now, **given)


PROMISE_STEPS: dict[str, PromiseStep] = {
    "agree": PromiseStep(_("Yes, so be it"), words.agree_promise, is_answer=True),
    "decline": PromiseStep(_("Rather not"), words.decline_promise, is_answer=True),
    "accept": PromiseStep(_("Yes, that is so"), words.accept_outcome, is_answer=True),
    "send-back": PromiseStep(_("Not so, look again"), words.send_back_promise, f.WhyForm, is_answer=True),
    "let-go": PromiseStep(_("Let it go"), words.let_go_promise, is_answer=True),
    "keep-up": PromiseStep(_("It stands after all"), words.keep_up_promise),
    "tell": PromiseStep(
        _("Say what came of it"), _tell, f.TellForm, lead=_("The other side looks, and says whether it is so.")
    ),
    "change": PromiseStep(_("Other words or another day"), _change, f.PromiseForm, lead=ADVICE),
    "drop": PromiseStep(
        _("Ask to let it go"), words.drop_promise, f.WhyForm, lead=_("It stands until the other side agrees.")
    ),
    "remove": PromiseStep(pgettext_lazy("button: out of a draft", "Take out"), words.remove_promise),
    "take-back": PromiseStep(_("Take the proposal back"), words.remove_promise),
}
AT_ONCE = frozenset({"agree", "accept", "let-go", "keep-up", "take-back", "decline"})
