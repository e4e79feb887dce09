"""The forms of tasks, bad judgements, the question four weeks later, and of what the desk keeps ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import DayField
from linli.core.matters.enums import EndingKind, HandTo, MacroStep, StillAnswer
from linli.core.matters.models import Category, Checklist, EndingText, Macro
from linli.core.matters.operations.texts import MOST_STEPS
from linli.core.matters.queries.texts import SLOTS
from linli.core.matters.web.forms import TOLD_BY, CategoryField, PhotosField, Words
from linli.core.people.models import Person


class PersonField(forms.ChoiceField):
    """One of the people who work there; gives the person."""

    def __init__(self, people: Iterable[Person], **options: Any) -> None:
        self.found = {str(person.pk): person for person in people}
        choices = [("", _("Please choose")), *((key, person.name) for key, person in self.found.items())]
        super().__init__(choices=choices, **options)

    def clean(self, value: Any) -> Person | None:
        return self.found.get(super().clean(value))


class TellForm(forms.Form):
    """A word to the person who asked: never mixed up with a note for us alone."""

    text = Words(_("What the person should know"), help_text=_("They get a message and read it in the story."))
    photos = PhotosField(help_text="")


class TaskForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=120)
    due_on = DayField(label=_("By when"), required=False)
    is_needed = forms.BooleanField(label=_("Without it the matter can't end"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = PersonField(people, label=_("Who does it"), required=False)
        self.order_fields(["title", "assignee", "due_on", "is_needed"])


class DropForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not needed here"), max_length=200)


class ReviewForm(forms.Form):
    """One step about a bad judgement: what was said, found or done."""

    text = Words(_("In your words"))

    def __init__(self, *args: Any, label: Any, optional: bool = False, people: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label, self.fields["text"].required = label, not optional
        if people is not None:
            self.fields["rectifier"] = PersonField(people, label=_("Who puts it right"))
            self.order_fields(["rectifier", "text"])


class AnswerWordsForm(forms.Form):
    text = Words(_("Your answer"), help_text=_("Everybody can read it when the person allowed it."))


class StillForm(forms.Form):
    """Is it still so? Two buttons; a word is welcome, not asked for."""

    answer = forms.ChoiceField(label=_("Is it still so?"), choices=StillAnswer.choices, widget=forms.RadioSelect)
    text = Words(_("What is not right?"), required=False, rows=2)


class ToldStillForm(StillForm):
    """The same, told by phone or at the counter."""

    door = forms.ChoiceField(label=_("How they told you"), choices=TOLD_BY, initial="phone")


def kind_choices() -> list[tuple[str, Any]]:
    """All kinds, each group, and nothing for all."""
    rows = Category.objects.order_by("code")
    return [("", _("All kinds")), *((kind.code, f"{'' if kind.parent_id is None else '· '}{kind}") for kind in rows)]


class KindForm(forms.Form):
    """Something kept ready for a kind of matter."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = forms.ChoiceField(label=_("For which kind"), choices=kind_choices, required=False)

    def clean_category(self) -> Category | None:
        return Category.objects.filter(code=self.cleaned_data["category"] or None).first()


class EndingTextForm(KindForm):
    ending = forms.ChoiceField(label=_("For which ending"), choices=EndingKind.choices, widget=forms.RadioSelect)
    name_zh = forms.CharField(label=_("Short name, in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Short name, in English"), max_length=60, required=False)
    text_zh = Words(_("Text, in Chinese"), rows=4)
    text_en = Words(_("Text, in English"), rows=4, required=False)
    basis_zh = forms.CharField(
        label=_("The law or the reason, in Chinese"), max_length=400, required=False,
        help_text=_("Only for what can't be done."),
    )  # fmt: skip
    basis_en = forms.CharField(label=_("The law or the reason, in English"), max_length=400, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = "; ".join(f"{{{name}}} {words}" for name, words in SLOTS.items())
        self.fields["text_zh"].help_text = known
        self.order_fields(["category", "ending"])

    @staticmethod
    def of(row: EndingText) -> dict[str, Any]:
        """What the form begins with when a text is changed."""
        names = "ending name_zh name_en text_zh text_en basis_zh basis_en"
        return {"category": _code(row.category), **{name: getattr(row, name) for name in names.split()}}


class ChecklistForm(forms.Form):
    lines_zh = Words(
        _("The lines, in Chinese"), rows=7,
        help_text=_("One below the other; ! before what the matter can't end without."),
    )  # fmt: skip
    lines_en = Words(_("The lines, in English"), rows=7, required=False, help_text=_("In the same order."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = CategoryField(label=_("For which kind"))
        self.order_fields(["category"])

    @staticmethod
    def of(row: Checklist) -> dict[str, Any]:
        """What the form begins with when a list is changed."""
        return {"category": _code(row.category), "lines_zh": row.lines_zh, "lines_en": row.lines_en}


class MacroForm(KindForm):
    """A name and up to six steps; empty rows are left out."""

    name_zh = forms.CharField(label=_("Short name, in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Short name, in English"), max_length=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["name_zh", "name_en", "category"])

    @staticmethod
    def of(row: Macro) -> dict[str, Any]:
        """What the form begins with when a macro is changed."""
        return {"category": _code(row.category), "name_zh": row.name_zh, "name_en": row.name_en}


class MacroStepForm(forms.Form):
    do = forms.ChoiceField(label=_("Step"), choices=[("", "–"), *MacroStep.choices], required=False)
    text = forms.CharField(label=_("Its words"), max_length=1000, required=False)
    days = forms.IntegerField(label=_("Days to wait"), min_value=1, max_value=60, required=False)
    to = forms.ChoiceField(label=_("To whom"), choices=[("", "–"), *HandTo.choices], required=False)
    needed = forms.BooleanField(label=_("Task: the matter can't end without it"), required=False)


MacroSteps = forms.formset_factory(MacroStepForm, extra=MOST_STEPS, max_num=MOST_STEPS, absolute_max=MOST_STEPS)


def steps_of(row: Macro | None) -> list[dict[str, Any]]:
    """The steps of a macro as the rows of its form."""
    return [{**step, "text": step.get("text") or step.get("owner", "")} for step in row.steps] if row else []


def _code(category: Category | None) -> str:
    return category.code if category else ""


def key_of(text: str) -> UUID | None:
    """A key that came with the address, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
