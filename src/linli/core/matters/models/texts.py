"""What a desk keeps ready: texts of endings, checklists and macros, for each kind of matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from linli.base.i18n import in_language
from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.matters.enums import EndingKind
from linli.core.matters.models.categories import Category

MUST = "!"  # before a line of a checklist: without it the matter can't end


class ReadyModel(PlacedModel):
    """Something kept ready for a kind of matter; without a kind, for all. It ends, it is never deleted."""

    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class EndingText(ReadyModel):
    """A text for one of the three honest endings, with placeholders such as {who} and {when}."""

    ending = models.CharField(max_length=12, choices=EndingKind.choices)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    basis_zh = models.CharField(max_length=400, blank=True)
    basis_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_endingtext_only_what_cannot_be_done_has_a_basis",
                condition=Q(ending=EndingKind.NOT_POSSIBLE) | Q(basis_zh="", basis_en=""),
            )
        ]
        indexes = [models.Index(fields=["community", "category", "ending"], name="matters_ending_texts")]

    def __str__(self) -> str:
        return in_language(self, "name")


@dataclass(frozen=True)
class Line:
    """One line of a checklist."""

    zh: str
    en: str
    is_needed: bool


class Checklist(ReadyModel):
    """What has to be looked at for a kind of matter, a line each; it is copied to each matter that is accepted.

    Lines are written as on paper, one below the other, in both languages in the same order; `!` before a line says
    that the matter can't end without it.
    """

    lines_zh = models.TextField()
    lines_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_checklist_one_for_each_kind",
                fields=["community", "category"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(name="matters_checklist_is_for_a_kind", condition=Q(category__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.category)

    @property
    def lines(self) -> list[Line]:
        """The lines, as the tasks that they become."""
        zh = self.lines_zh.splitlines()
        en = self.lines_en.splitlines() or [""] * len(zh)
        return [
            Line(one.removeprefix(MUST).strip(), other.removeprefix(MUST).strip(), one.startswith(MUST))
            for one, other in zip(zh, en, strict=False)
        ]


class Macro(ReadyModel):
    """One press for several steps: all of them are done, or none."""

    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    steps = models.JSONField()  # [{"do": "ask", "text": "…", "days": 3, "to": "grid", "needed": true}]

    class Meta:
        indexes = [models.Index(fields=["community", "category"], name="matters_macros")]

    def __str__(self) -> str:
        return in_language(self, "name")
