"""What Linli never does. Tests in `tests/consistency/test_promises.py` hold the program to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Promise:
    """One thing that is never done, and what is done instead."""

    never: str | Words
    instead: str | Words


PROMISES = (
    Promise(
        _("No check-in, no ranking of people, no counting of hours online"),
        _("Matters are counted, people are not compared."),
    ),
    Promise(
        _("No app to download, nobody forced to sign up"),
        _("It opens in the browser. By phone, at the counter and on paper it goes just as well."),
    ),
    Promise(
        _("No likes, shares or study time as a measure of anybody"),
        _("What counts is whether your need was met, and you judge that."),
    ),
    Promise(
        _("No tracks, no face recognition, no photos as proof of work"),
        _("A picture shows the place, never where it was taken from: its place and camera data are thrown away."),
    ),
    Promise(
        _("No lists of suspicious people, no files on families"),
        _("We keep what is needed to help, with a purpose and an end."),
    ),
    Promise(
        _("Nobody looks at your number without a reason that you can read"),
        _("Your page shows who opened your record, when and why."),
    ),
    Promise(
        _("No decision about you by a machine"),
        _("People decide, with a reason, and you may object."),
    ),
    Promise(_("No advertising and nothing for sale"), _("Nothing that you say here is passed on for business.")),
    Promise(
        _("No ending without an answer"),
        _("Solved; it can't be done, and why; or handed on, and to whom. You have the last word."),
    ),
)
