"""What messages say: templates in code, by version, in the words of whoever reads.

    register_template("matters.accepted", version=1, title=_("We take up matter %(code)s"), body=_("…"))

A message remembers its version, so a template whose meaning changes gets a new one, and the old one stays: nobody's
inbox changes its words afterwards. Placeholders are named; what is put in follows the names of columns: `due_at` is
a moment and `due_on` a day, both in ISO form and told in the reader's way; a text in two languages is
`{"zh": …, "en": …}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.messaging.models import Message


@dataclass(frozen=True)
class Template:
    """One version of what a kind of message says."""

    key: str
    version: int
    title: str | Promise
    body: str | Promise


@dataclass(frozen=True)
class Words:
    """A message as somebody reads it."""

    title: str
    body: str


_templates: dict[str, dict[int, Template]] = {}


def register_template(key: str, *, version: int, title: str | Promise, body: str | Promise) -> Template:
    """Make a version of a template known. Registering another text under the same version is a programming error."""
    template = Template(key, version, title, body)
    versions = _templates.setdefault(key, {})
    if versions.setdefault(version, template) != template:
        message = f"Template {key} has a version {version} already: give the new text the next one."
        raise ValueError(message)
    return template


def newest_template(key: str) -> Template:
    """The version that new messages use."""
    versions = _templates[key]
    return versions[max(versions)]


def registered_templates() -> list[Template]:
    """All versions of all templates, in order."""
    return [versions[number] for _key, versions in sorted(_templates.items()) for number in sorted(versions)]


def words_of(message: Message) -> Words:
    """The message in the language that is active now."""
    template = _templates.get(message.template, {}).get(message.version)
    if template is None:  # a room that was taken out of this installation
        return Words(_("A message from a part of Linli that is switched off"), "")
    params = {name: _told(name, value) for name, value in message.params.items()}
    return Words(str(template.title) % params, str(template.body) % params)


def _told(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        first, second = ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")
        return value.get(first) or value.get(second) or ""
    if isinstance(value, str) and name.endswith("_at"):
        return date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if isinstance(value, str) and name.endswith("_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value
