"""One matter at the desk: where it stands, what can be done now, what has been done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.errors import Refused
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on, render_part
from linli.base.workflow import Move
from linli.core.areas.web.doors import need
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import EndingText, Matter
from linli.core.matters.operations import desk as desk_work
from linli.core.matters.operations import handling, judging
from linli.core.matters.operations.contact import reveal_contact
from linli.core.matters.queries import lists, moves
from linli.core.matters.queries.deadlines import can_be_reopened
from linli.core.matters.queries.handlers import handlers_at
from linli.core.matters.queries.story import reporter_for
from linli.core.matters.queries.texts import ending_words, texts_for
from linli.core.matters.web import forms as f
from linli.core.matters.web import intake_forms as i
from linli.core.matters.web.intake_panels import beside, first_words
from linli.core.matters.web.parts import matter_help, matter_panels, matter_sections
from linli.core.matters.web.photos import stored
from linli.core.matters.web.words import due_of, state_of, steps_for


@dataclass(frozen=True)
class Step:
    """What the button of a move opens: its form, the operation behind it, and a sentence of advice."""

    operation: Callable[..., Any]
    form: type[f.StepForm] | None = None
    lead: Any = ""


STEPS: dict[str, Step] = {
    moves.ACCEPT.name: Step(desk_work.accept_matter, f.AcceptForm, gettext_lazy("From now on its time runs.")),
    moves.REJECT.name: Step(
        desk_work.reject_matter, f.RejectForm, gettext_lazy("The person reads both, and can ask again.")
    ),
    moves.ANSWER_AT_ONCE.name: Step(
        desk_work.answer_at_once, f.AnswerForm, gettext_lazy("For what you know: no handler is needed.")
    ),
    moves.SORT.name: Step(
        desk_work.sort_matter,
        f.SortForm,
        gettext_lazy("What was promised stays, or comes sooner. It never moves away."),
    ),
    moves.DISPATCH.name: Step(desk_work.dispatch_matter, f.DispatchForm, gettext_lazy("They are told at once.")),
    moves.REASSIGN.name: Step(
        desk_work.reassign_matter, f.DispatchForm, gettext_lazy("The day that the person was promised stays.")
    ),
    moves.SETTLE_EXTENSION.name: Step(desk_work.settle_extension, f.SettleForm),
    moves.SIGN.name: Step(handling.sign_matter),
    moves.RESUME.name: Step(handling.resume_matter),
    moves.FEED_BACK.name: Step(
        handling.feed_back, f.EndingForm, gettext_lazy("Somebody else looks at it, then the person judges it.")
    ),
    moves.RETURN.name: Step(
        handling.return_dispatch, i.ReturnForm, gettext_lazy("Within one working day, three times at most.")
    ),
    moves.SUSPEND.name: Step(handling.suspend_matter, i.SuspendForm),
    moves.ASK_EXTENSION.name: Step(
        handling.ask_extension, f.ExtensionForm, gettext_lazy("Twice at most; somebody at the desk decides.")
    ),
    moves.ASK.name: Step(
        handling.ask_back,
        i.AskBackForm,
        gettext_lazy("They get a message. The deadline goes on, unless you let it wait."),
    ),
    moves.VERIFY.name: Step(
        judging.verify_matter, f.CheckForm, gettext_lazy("On the spot or by phone: is it as the answer says?")
    ),
    moves.SEND_BACK.name: Step(judging.send_back, f.ReasonForm, gettext_lazy("The handler goes on with it.")),
    moves.REPLY.name: Step(judging.answer_question, f.ReplyForm),
    moves.CONFIRM.name: Step(
        judging.confirm_matter, f.JudgeForm, gettext_lazy("What they told you, in their words, not yours.")
    ),
    moves.REOPEN.name: Step(judging.reopen_matter, f.ReopenForm),
    moves.APPEAL.name: Step(judging.reopen_matter, f.ReopenForm),
    moves.ADD_FACT.name: Step(
        judging.add_fact, f.FactForm, gettext_lazy("In their own words. Whoever handles it gets a message.")
    ),
}
WITH_TEXTS = frozenset({moves.FEED_BACK.name, moves.ANSWER_AT_ONCE.name})
HANDED_ON = EndingKind.HANDED_ON
WITH_HANDLERS = frozenset({moves.DISPATCH.name, moves.REASSIGN.name})
LIKELY = frozenset({"accept", "dispatch", "sign", "feed-back", "verify", "resume"})


def seen_or_404(request: HttpRequest, code: str) -> Matter:
    """A matter at a place where the worker may look."""
    matter = lists.matter_of_code(code)
    if matter is None or not may(actor_of(request), MatterPermission.VIEW, matter):
        raise Http404
    return matter


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """A matter with everything that its worker needs on one page."""
    return _page(request, seen_or_404(request, code), f.NoteForm)


@require_GET
def help_with(request: HttpRequest, code: str) -> HttpResponse:
    """What may help with a matter: how such ones ended, whether it is told twice, who could be called."""
    matter = seen_or_404(request, code)
    context = {"matter": matter, "panels": matter_help.shown(actor_of(request), matter)}
    return render_part(request, "matters/desk_help.html", "matters/_desk_help.html", context)


def _page(request: HttpRequest, matter: Matter, note_form: Any, *, status: int = 200) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    form = note_form(matter=matter) if isinstance(note_form, type) else note_form
    context = {
        "matter": matter,
        "state": state_of(matter),
        "due": due_of(matter, now),
        "buttons": buttons_of(matter, _timely(moves.moves_for(actor, matter), matter, now)),
        "steps": steps_for(actor, matter, "matters:photo"),
        "reporter": reporter_for(actor, matter),
        "note_form": form if may(actor, MatterPermission.NOTE, matter) else None,
        "sections": matter_sections.shown(actor, matter),
        "panels": matter_panels.shown(actor, matter),
    }
    return render(request, "matters/desk_matter.html", context, status=status)


def _timely(open_moves: list[Move], matter: Matter, now: datetime) -> list[Move]:
    """Without the steps after the end for which it is too late."""
    if matter.is_open or can_be_reopened(matter, now):
        return open_moves
    return [move for move in open_moves if move not in {moves.CONFIRM, moves.REOPEN, moves.APPEAL}]


def buttons_of(matter: Matter, open_moves: list[Move]) -> list[dict[str, Any]]:
    """The moves as buttons: the likely one red, those without a form press at once."""
    return [
        {
            "label": move.label,
            "url": reverse("matters:desk-step", args=[matter.code, move.name]),
            "kind": "primary" if n == 0 and move.name in LIKELY else "",
            "at_once": STEPS[move.name].form is None,
        }
        for n, move in enumerate(open_moves)
    ]


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    matter = seen_or_404(request, code)
    found = next((move for move in moves.moves_for(actor_of(request), matter) if move.name == step), None)
    if found is None:
        if step not in STEPS:
            raise Http404
        for move in moves.STAFF_MOVES:
            if move.name == step:
                need(request, move.permission, matter)
        messages.warning(request, _("This step is not open any more, or not yours. Here is how it stands now."))
        return redirect("matters:desk-detail", matter.code)
    plan = STEPS[step]
    if plan.form is None:
        return _at_once(request, matter, plan, found)
    form = _form(request, matter, step, plan.form)
    ready = texts_for(matter) if step in WITH_TEXTS else []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _perform(request, matter, plan, form)
            messages.success(request, _("Done: %(step)s.") % {"step": found.label})
            return redirect("matters:desk-detail", matter.code)
    context = {"matter": matter, "form": form, "move": found, "lead": plan.lead}
    context["beside"] = beside(actor_of(request), matter, step)
    context |= {"ready": _grouped(ready), "picked": request.GET.get("text", "")}
    return render_part(request, "matters/desk_step.html", "matters/_step_form.html", context)


def _form(request: HttpRequest, matter: Matter, name: str, form_class: type[f.StepForm]) -> f.StepForm:
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    extra: dict[str, Any] = {"at_desk": True} if issubclass(form_class, f.ToldForm) else {}
    if name in WITH_HANDLERS:
        extra["handlers"] = handlers_at(matter.place, timezone.localdate())
    if issubclass(form_class, f.EndingForm | f.AnswerForm):
        extra["initial"] = first_words(actor_of(request), matter, request.GET.get("like", ""))
        extra["initial"] |= _picked(request, matter)
    return form_class(*data, matter=matter, **extra)


def _picked(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """The ready text that was picked, filled in for this matter; it can still be changed."""
    chosen = next((one for one in texts_for(matter) if str(one.pk) == request.GET.get("text")), None)
    if chosen is None:
        return {}
    text, basis = ending_words(chosen, matter, timezone.now())
    to = (matter.owner or (matter.category.owner if matter.category else "")) if chosen.ending == HANDED_ON else ""
    return {"ending": chosen.ending, "text": text, "basis": basis, "handed_on_to": to}


def _grouped(ready: list[EndingText]) -> list[tuple[str, list[EndingText]]]:
    """Ready texts under their three endings, for a menu."""
    groups = [(str(label), [one for one in ready if one.ending == value]) for value, label in EndingKind.choices]
    return [(label, texts) for label, texts in groups if texts]


def _perform(request: HttpRequest, matter: Matter, plan: Step, form: f.StepForm) -> Any:
    """Call the operation with what the form says; pictures are stored in the same transaction."""
    actor, now, fields = actor_of(request), timezone.now(), dict(form.cleaned_data)
    with transaction.atomic():
        if "photos" in fields:
            fields["photos"] = stored(fields["photos"], place=matter.place, actor=actor, now=now)
        return plan.operation(matter=matter, actor=actor, now=now, **fields)


def _at_once(request: HttpRequest, matter: Matter, plan: Step, move: Move) -> HttpResponse:
    if request.method == "POST":
        try:
            plan.operation(matter=matter, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("matters:desk-detail", matter.code)


@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Write a note into the story."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.NOTE, matter)
    form = f.NoteForm(request.POST, request.FILES, matter=matter)
    if form.is_valid():
        with refusals_on(form):
            written = _perform(request, matter, Step(handling.add_note), form)
            messages.success(request, _("Written down."), extra_tags=f"matter-note-{matter.code}")
            for name in written.detail.get("unknown", ()):
                hint = _("Nobody is called for “@%(name)s”: no one worker of that name may see this matter.")
                messages.info(request, hint % {"name": name})
            return redirect("matters:desk-detail", matter.code)
    return _page(request, matter, form, status=422)


@require_POST
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Show a phone number in full, for a reason that the person concerned can read."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.SEE_REPORTER, matter)
    try:
        said = reveal_contact(
            matter=matter, reason=request.POST.get("reason", ""), actor=actor_of(request), now=timezone.now()
        )
        messages.info(request, _("%(name)s: %(phone)s") % {"name": said.name, "phone": said.phone})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("matters:desk-detail", matter.code)
