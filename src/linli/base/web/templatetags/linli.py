"""The components of Linli, `{% load linli %}`. An attribute that a component does not know is an error of the template.

The gallery (`/gallery/`) shows each of them; `base/web/README.md` lists them with their attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.base import text
from linli.base.web import charts, moments
from linli.base.web import forms as web_forms

register = template.Library()

TONES = ("wait", "ok", "late", "info", "off")
NOTICE_ICONS = {"ok": "circle-check", "info": "info-circle", "wait": "clock", "late": "alert-triangle"}
BUTTON_KINDS = ("", "primary", "outline-primary", "link")
SIZES = ("", "sm", "lg")


def _one_of(what: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        message = f"No such {what}: {value!r}; known are {', '.join(repr(word) for word in known)}"
        raise template.TemplateSyntaxError(message)
    return value


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The icons that the sprite holds: those of `frontend/icons.txt`."""
    sprite = Path(__file__).parent.parent / "static" / "vendor" / "icons.svg"
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', sprite.read_text(encoding="utf-8")))


# Small ones, without a template of their own: a list draws fifty of each.


@register.simple_tag
def icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """One icon. It is silent for a screen reader unless it has a `label`."""
    return _icon(name, size, str(label))


@lru_cache(maxsize=512)  # a page draws forty, always the same
def _icon(name: str, size: str, label: str) -> SafeString:
    if name not in icon_names():
        message = f"No such icon: {name!r}; frontend/icons.txt has those that we use"
        raise template.TemplateSyntaxError(message)
    css = "icon icon-big" if _one_of("size", size, ("", "big")) else "icon"
    use = format_html('<use href="{}#{}"/>', static("vendor/icons.svg"), name)
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', css, label, use)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', css, use)


@register.simple_tag
def state_badge(tone: str, word: str) -> SafeString:
    """A state: its shape and its word say it, its colour only helps. `tone`: wait, ok, late, info, off."""
    return _badge(tone, str(word))


@lru_cache(maxsize=1024)
def _badge(tone: str, word: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', _one_of("tone", tone, TONES), word)


@register.simple_tag
def due(moment: datetime | date | None, *, now: datetime | None = None) -> SafeString:
    """A deadline as a badge: late, within a day, or later. Nothing when there is none."""
    if moment is None:
        return mark_safe("")
    asked = now or timezone.now()
    return state_badge(moments.due_tone(moment, asked), moments.due_words(moment, asked))


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    *,
    href: str = "",
    kind: str = "",
    size: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    dialog: str = "",
    in_dialog: bool = False,
    submit: bool = True,
    form: str = "",
    disabled: bool = False,
) -> dict[str, Any]:
    """A link that looks like a button when it has `href`, else a button that sends its form.

    `dialog` opens the <dialog> of that id; `in_dialog` loads the page behind `href` into a dialog (where scripts run).
    """
    _one_of("kind of button", kind, BUTTON_KINDS)
    _one_of("size of button", size, SIZES)
    return {**locals(), "type": "submit" if submit else "button"}


@register.inclusion_tag("components/move.html", takes_context=True)
def move(context: template.Context, label: str, action: str, *, kind: str = "", icon: str = "") -> dict[str, Any]:
    """A button that does something at once: its own small form, sent by POST to `action`."""
    token = context.get("csrf_token")
    return {"label": label, "action": action, "kind": _one_of("kind of button", kind, BUTTON_KINDS), "icon": icon,
            "csrf_token": token}  # fmt: skip


@register.inclusion_tag("forms/field.html")
def field(bound: BoundField, *, help_above: bool = False, cards: bool = False, draft: bool = True) -> dict[str, Any]:
    """A field of a form: label, input, help and error, tied together for a screen reader.

    `cards` draws choices as cards; `draft=False` keeps what is typed here out of the browser's drafts.
    """
    return {"field": bound, "kind": web_forms.kind_of(bound), "help_above": help_above, "cards": cards, "draft": draft}


@register.simple_tag
def widget(bound: BoundField) -> str:
    """Only the input of a field, with the classes of the kit; its label must stand beside it."""
    return web_forms.widget_of(bound)


@register.filter
def kind(bound: BoundField) -> str:
    """How a field is drawn: hidden, check, choices, select or input."""
    return web_forms.kind_of(bound)


@register.inclusion_tag("components/field_errors.html")
def field_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top, each line a link to its field. Nothing when nothing is."""
    return {"form": form, "fields": [bound for bound in form if bound.errors] if form.is_bound else []}


@register.inclusion_tag("components/draft_note.html")
def draft_note() -> dict[str, Any]:
    """The line of a form with data-draft that says: we kept what you had typed."""
    return {}


# Blocks


@register.simple_block_tag
def panel(content: str, *, title: str = "", href: str = "", link: str = "", tone: str = "", id: str = "") -> str:  # noqa: A002
    """A sheet of paper, only where things are really separate. `href` and `link` stand at the right of its title."""
    if tone:
        _one_of("tone", tone, TONES)
    return render_to_string("components/panel.html", locals())


@register.simple_block_tag
def dialog(content: str, *, id: str, title: str) -> str:  # noqa: A002
    """A dialog that `{% button … href=… dialog=id %}` opens; without scripts the button leads to the page at `href`."""
    return render_to_string("components/dialog.html", locals())


@register.simple_block_tag
def notice(content: str, *, tone: str = "info") -> str:
    """A sentence that stands out: what happened, what is kept, what to do."""
    _one_of("tone", tone, tuple(NOTICE_ICONS))
    return render_to_string("components/notice.html", {"content": content, "tone": tone, "icon": NOTICE_ICONS[tone]})


# With templates


@register.inclusion_tag("components/heading.html")
def heading(title: str, *, href: str = "", link: str = "") -> dict[str, Any]:
    """The title of a part of the page, with one link at its right."""
    return {"title": title, "href": href, "link": link}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str, href: str = "", label: str = "", *, icon: str = "inbox") -> dict[str, Any]:
    """What will stand here, and how to begin."""
    return {"title": title, "text": text, "href": href, "label": label, "icon": icon}


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: str, href: str) -> dict[str, Any]:
    """A number that opens its list. Several stand inside `<div class="facts">`."""
    return {"value": value, "label": label, "href": href}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any], *, label: str = "") -> dict[str, Any]:
    """The story so far, the newest first: `charts.Event`, or what has its attributes."""
    return {"events": events, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[charts.Tab], current: str, *, label: str) -> dict[str, Any]:
    """The views of one record, as links: `charts.Tab(key, label, href, count)`."""
    return {"items": items, "current": current, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(
    value: int, total: int, label: str, *, poll: str = "", href: str = "", id: str = "progress"  # noqa: A002
) -> dict[str, Any]:  # fmt: skip
    """How far long work has come. With `poll` the part at that address replaces this one every two seconds.

    The address answers with the same component, without `poll` when the work is done. `href` is the page itself, for
    those without scripts.
    """
    return {"value": value, "total": total, "label": label, "poll": poll, "href": href, "id": id}


@register.inclusion_tag("components/pager.html")
def pager(page: Any, *, label: str = "") -> dict[str, Any]:
    """Earlier and later pages: `page` has `number`, `previous` and `next` (addresses, or empty)."""
    return {"page": page, "label": label}


@register.inclusion_tag("components/chart.html")
def chart(
    title: str, rows: Iterable[Sequence[Any]], *, unit: str = "", kind: str = "bars", of: str = ""
) -> dict[str, Any]:
    """Bars (or standing `columns`, for a course of time) with their table behind a press.

    `rows`: (label, value) or (label, value, href); give the href, so that a number opens its list. `of` heads the
    column of labels in the table, `unit` that of numbers.
    """
    _one_of("kind of chart", kind, ("bars", "columns"))
    return {"title": title, "bars": charts.bars_of(rows), "unit": unit, "kind": kind, "of": of}


@register.inclusion_tag("components/map.html")
def map(geojson: dict[str, Any], *, id: str, label: str, tall: bool = False) -> dict[str, Any]:  # noqa: A001, A002
    """Areas without tiles. Each feature has the properties `name`, `href`, `level` (0 to 3), `note`, `here`.

    The page must also have `{% map_scripts %}` in its block `scripts`.
    """
    return {"geojson": geojson, "id": id, "label": label, "tall": tall, "areas": charts.features_of(geojson)}


@register.inclusion_tag("components/map_scripts.html")
def map_scripts() -> dict[str, Any]:
    """What a map needs to draw itself; once a page."""
    return {}


# Words


@register.filter
def when(moment: datetime | date | None) -> str:
    """`today 9:40`, `yesterday`, `Nov 3`, `2025-11-03`."""
    return moments.when_words(moment, timezone.now())


@register.filter
def due_words(moment: datetime | date | None) -> str:
    """`by Thursday`, `3 hours late`."""
    return moments.due_words(moment, timezone.now())


@register.filter
def due_tone(moment: datetime | date | None) -> str:
    """The tone of a deadline: late, wait or info."""
    return moments.due_tone(moment, timezone.now())


register.filter("masked_name", text.masked_name)
register.filter("masked_phone", text.masked_phone)
register.filter("masked_id", text.masked_id)
register.filter("yuan", text.yuan)
