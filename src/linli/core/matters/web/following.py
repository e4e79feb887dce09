"""What somebody who follows a matter sees and may do: with their account, or with the slip of their own alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.forms import Words
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.matters.enums import FollowerWord, MatterState
from linli.core.matters.models import Follower
from linli.core.matters.operations.following import add_follower_fact, judge_as_follower, unfollow_matter
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.followers import (
    AGREE,
    FACT,
    LEAVE,
    OBJECT,
    Held,
    followed_by,
    follower_steps,
    held_by,
    is_follower,
    live_followers,
    slips_together,
)
from linli.core.matters.queries.nearby import place_words
from linli.core.matters.queries.story import story_for_follower
from linli.core.matters.web.words import self_id_of, state_of, steps_of

LABELS = {
    AGREE: gettext_lazy("Solved for me, too"),
    OBJECT: gettext_lazy("Not solved for me"),
    FACT: gettext_lazy("Add something"),
    LEAVE: gettext_lazy("Follow no more"),
}
LEADS = {
    AGREE: gettext_lazy("Thank you for telling us. The first who asked has the last word."),
    OBJECT: gettext_lazy("We take it up again. Nobody but the community reads what you write."),
    FACT: gettext_lazy("Nobody but the community reads what you write."),
    LEAVE: gettext_lazy("You get no more messages. Your slip still shows how far it is."),
}


class NothingForm(forms.Form):
    """A step that asks nothing."""


class MaybeForm(forms.Form):
    text = Words(gettext_lazy("A word about it"), required=False, rows=2)


class TextForm(forms.Form):
    text = Words(gettext_lazy("What is new, or still wrong"))


FORMS: dict[str, type[forms.Form]] = {AGREE: MaybeForm, OBJECT: TextForm, FACT: TextForm, LEAVE: NothingForm}


class Following(ListPage):
    """What somebody follows, the newest first."""

    key = "following"
    shell = "shell/portal.html"
    title = gettext_lazy("What I follow")
    lead = gettext_lazy("Matters that a neighbour told first and that are yours, too.")
    template_name = "matters/following_list.html"
    sort = "-followed_at"
    can_export = False
    empty = Empty(
        gettext_lazy("You follow nothing yet"),
        gettext_lazy("When you say what you need and a neighbour has said the same, you can join them with one press."),
        "matters:say",
        gettext_lazy("Say what you need"),
        "users",
    )

    def rows(self) -> QuerySet[Any]:
        return followed_by(self_id_of(self.request))

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), lambda f: link(title_of(f), reverse("matters:following-detail", args=[f.code]))),
            Column("state", _("State"), lambda f: state_of(f.matter)),
            Column("since", _("Joined"), lambda f: f.followed_at, sort="followed_at"),
            Column("code", _("Code"), lambda f: f.code, tight=True),
        ]


def title_of(follower: Follower) -> str:
    """How a matter is called for somebody who may not read its words: by its kind."""
    return str(follower.matter.category) if follower.matter.category else _("A matter nearby")


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One matter that I follow: how far it is, and what I can say."""
    return page(request, *_mine(request, code))


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step that I may take as somebody who follows."""
    return take(request, *_mine(request, code), step)


def _mine(request: HttpRequest, code: str) -> tuple[Follower, Actor]:
    held, actor = held_by(code), actor_of(request)
    if held is None or held.follower is None or not is_follower(actor, held.follower):
        raise Http404
    return held.follower, actor


def slip_of(request: HttpRequest, held: Held) -> tuple[Follower, Actor]:
    """The follower whose slip somebody holds, and that holder."""
    follower = held.follower
    assert follower is not None  # noqa: S101 -- the caller has looked
    bearer = actor_of(request).person_id
    return follower, SlipHolder(follower.matter_id, bearer_id=bearer, follower_id=follower.pk)


def page(request: HttpRequest, follower: Follower, actor: Actor) -> HttpResponse:
    """The story as somebody who follows may read it."""
    matter, with_slip = follower.matter, isinstance(actor, SlipHolder)
    steps = follower_steps(follower, timezone.now())
    context = {
        "follower": follower,
        "matter": matter,
        "title": title_of(follower),
        "place": place_words(matter),
        "state": state_of(matter),
        "steps": steps_of(story_for_follower(follower, with_slip=with_slip)),
        "others": live_followers(matter).count(),
        "together": [(title_of(one), _door(actor, one.code), one.code) for one in slips_together(follower)],
        "buttons": [
            {
                "label": LABELS[name],
                "url": _url(actor, follower, name),
                "kind": "primary" if n == 0 and name == AGREE else "",
            }
            for n, name in enumerate(steps)
        ],
        "waits_for_word": matter.state in {MatterState.FED_BACK, MatterState.VERIFIED},
        "with_slip": with_slip,
    }
    return render(request, "matters/followed_matter.html", context)


def _door(actor: Actor, code: str) -> str:
    name = "matters:status" if isinstance(actor, SlipHolder) else "matters:following-detail"
    return reverse(name, args=[code])


def _url(actor: Actor, follower: Follower, step: str) -> str:
    name = "matters:status-step" if isinstance(actor, SlipHolder) else "matters:following-step"
    return reverse(name, args=[follower.code, step])


def take(request: HttpRequest, follower: Follower, actor: Actor, step: str) -> HttpResponse:
    """The form of a step; sent, it is done."""
    if step not in FORMS:
        raise Http404
    back = _door(actor, follower.code)
    form = FORMS[step](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _perform(follower, actor, step, form.cleaned_data.get("text", ""))
            messages.success(request, _("Thank you. We have noted it."))
            return redirect(back)
    context = {"form": form, "title": LABELS[step], "lead": LEADS[step], "named": title_of(follower), "back": back}
    return render(request, "matters/follower_step.html", context)


def _perform(follower: Follower, actor: Actor, step: str, text: str) -> None:
    given: dict[str, Any] = {"follower": follower, "actor": actor, "now": timezone.now()}
    if step == LEAVE:
        unfollow_matter(**given)
    elif step == FACT:
        add_follower_fact(text=text, **given)
    else:
        word = FollowerWord.SOLVED if step == AGREE else FollowerWord.NOT_SOLVED
        judge_as_follower(word=word, text=text, **given)
