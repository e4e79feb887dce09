"""The field for pictures: before they are sent, faces and plates can be covered on the telephone itself."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _


class PhotosInput(forms.ClearableFileInput):
    """Several pictures. Where scripts run each is looked at first (`linli/blur.js`); elsewhere they go as they are."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        told = {"data-blur": static("linli/blur.js"), "data-words": json.dumps(brush_words(), ensure_ascii=False)}
        return {**super().build_attrs(base_attrs, extra_attrs), **told}


def brush_words() -> dict[str, str]:
    """What the brush says, in the reader's language."""
    return {
        "title": _("Cover faces and plates"),
        "help": _(
            "Paint over faces and number plates. With keys: arrows move the frame, + and − size it, Enter covers."
        ),
        "stage": _("The picture, with a frame that the arrow keys move"),
        "smaller": _("Smaller brush"),
        "larger": _("Larger brush"),
        "undo": _("Undo"),
        "nothing": _("Nothing to cover"),
        "done": _("Done, use it like this"),
        "leave": _("Leave this picture out"),
        "covered": _("Covered."),
        "undone": _("Uncovered again."),
        "ready": _("Pictures that go along: {n}"),
    }
