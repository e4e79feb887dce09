"""The forms of matters: small ones, each for one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.web.forms import Words, starred
from linli.base.web.photos import PhotosInput
from linli.core.areas.web.forms import GridField
from linli.core.matters.enums import EndingKind, JudgeReason, Rating
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.story import MOST_PHOTOS
from linli.core.matters.queries.categories import offered
from linli.core.matters.queries.deadlines import EXTENSION_DAYS, LONGEST_DAYS
from linli.core.matters.queries.suggest import all_categories, suggest_categories
from linli.core.people.enums import Door
from linli.core.people.models import Person

TOLD_BY = [(door.value, door.label) for door in Door if door != Door.ONLINE]


class CategoryField(forms.ChoiceField):
    """A kind of matter, grouped as people know them; gives the category."""

    def __init__(self, **options: Any) -> None:
        self.found = {kind.code: kind for kind in offered(all_categories().values(), localdate())}
        super().__init__(choices=self._listed, **options)

    def _listed(self) -> list[tuple[Any, Any]]:
        """Drawn up only when the form is shown."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in self.found.values():
            groups.setdefault(str(kind.parent), []).append((kind.code, str(kind)))
        return [("", _("Please choose")), *groups.items()]

    def valid_value(self, value: Any) -> bool:
        return value in self.found

    def clean(self, value: Any) -> Category | None:
        return self.found.get(super().clean(value))


class PhotosField(forms.FileField):
    """Up to six pictures. They are drawn anew when they are stored, without the place where they were taken."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Pictures"))
        options.setdefault(
            "help_text", _("At most six. Where and with what they were taken is removed. No faces or plates, please.")
        )
        super().__init__(widget=PhotosInput(), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(_("Six photos are enough. Please leave some out."), code="too-many-photos")
        return [super(PhotosField, self).clean(each, initial) for each in given]


class StepForm(forms.Form):
    """A form for one step of one matter."""

    def __init__(self, *args: Any, matter: Matter, handlers: Iterable[Person] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.matter = matter
        self.handlers = handlers
        self.prepare()

    def prepare(self) -> None:
        """Fields that depend on the matter."""


class AcceptForm(StepForm):
    def prepare(self) -> None:
        current = self.matter.category.code if self.matter.category else ""
        best = [kind.code for kind in suggest_categories(self.matter.text, localdate(), most=1)]
        self.fields["category"] = CategoryField(label=_("Category"), initial=current or (best[0] if best else ""))


class RejectForm(StepForm):
    reason = forms.CharField(label=_("Why not"), max_length=400, help_text=_("The person reads this."))
    advice = Words(_("What they can do instead"))


def Basis() -> forms.CharField:  # noqa: N802 -- it stands for a field class
    """The law or the reason why it can't be done, in a field of its own."""
    help_text = _("Only when it can't be done: in plain words, and the law if there is one.")
    return forms.CharField(label=_("The law or the reason"), max_length=400, required=False, help_text=help_text)


class EndingForm(StepForm):
    ending = forms.ChoiceField(label=_("How it ended"), choices=EndingKind.choices, widget=forms.RadioSelect)
    handed_on_to = forms.CharField(
        label=_("To whom"), max_length=80, required=False, help_text=_("Only when it was handed on.")
    )
    text = Words(
        _("What was done, or why it can't be done"), rows=5, help_text=_("The person reads this, in your words.")
    )
    basis = Basis()
    photos = PhotosField()


class AnswerForm(StepForm):
    text = Words(_("Your answer"), rows=5, help_text=_("The person reads this, in your words."))
    ending = forms.ChoiceField(
        label=_("How it ends"), choices=EndingKind.choices, widget=forms.RadioSelect, initial=EndingKind.SOLVED
    )
    handed_on_to = forms.CharField(
        label=_("To whom"), max_length=80, required=False, help_text=_("Only when it was handed on.")
    )
    basis = Basis()


class SortForm(StepForm):
    def prepare(self) -> None:
        current = self.matter.category.code if self.matter.category else ""
        self.fields["category"] = CategoryField(label=_("Category"), initial=current, required=False)
        grid = str(self.matter.grid_id or "")
        self.fields["grid"] = GridField(self.matter.community_id, label=_("Grid"), initial=grid, required=False)


class DispatchForm(StepForm):
    owner = forms.CharField(
        label=_("Who has the power to act"), max_length=80, required=False,
        help_text=_("A company, an office, a name: whoever can really mend it."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Working days"), min_value=1, max_value=LONGEST_DAYS, required=False,
        help_text=_("Leave it empty: then it is due on the day that the person was promised."),
    )  # fmt: skip
    note = Words(_("A word to them"), required=False, rows=2)
    field_order = ["handler", "owner", "days", "note"]

    def prepare(self) -> None:
        self.found = {str(person.pk): person for person in self.handlers}
        choices = [("", _("Please choose")), *((key, person.name) for key, person in self.found.items())]
        self.fields["handler"] = forms.ChoiceField(label=_("Who handles it"), choices=choices)
        if self.matter.category:
            self.fields["owner"].widget.attrs["placeholder"] = self.matter.category.owner
        self.order_fields(self.field_order)

    def clean_handler(self) -> Person:
        return self.found[self.cleaned_data["handler"]]


class ReasonForm(StepForm):
    reason = Words(_("Why"))


class ExtensionForm(StepForm):
    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=EXTENSION_DAYS, initial=2)
    reason = Words(_("Why"))


class SettleForm(StepForm):
    grant = forms.TypedChoiceField(
        label=_("More time?"), choices=[("1", _("Yes")), ("0", _("No"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "1",
    )  # fmt: skip
    reason = Words(_("A word to them"), required=False, rows=2, help_text=_("Needed when the answer is no."))


class CheckForm(StepForm):
    note = Words(_("What you saw"), required=False, rows=2)


class AskForm(StepForm):
    text = Words(_("Your question"))


class NoteForm(StepForm):
    """A note for us alone; a word to the person who asked has its own form."""

    text = Words(
        _("A note, for us alone"), rows=2, placeholder=_("What was seen, what is to be minded; @name calls somebody"),
        required=False,
    )  # fmt: skip
    photos = PhotosField(help_text="")


class ToldForm(StepForm):
    """What the person who asked says. At the desk it also asks how they told it."""

    def __init__(self, *args: Any, at_desk: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if at_desk:
            self.fields["door"] = forms.ChoiceField(label=_("How they told you"), choices=TOLD_BY, initial=Door.PHONE)


class ReplyForm(ToldForm):
    text = Words(_("The reply"))


class FactForm(ToldForm):
    text = Words(_("What is new"), required=False)
    photos = PhotosField()


class ReopenForm(ToldForm):
    text = Words(_("What is new, or still wrong"))
    photos = PhotosField()


class JudgeForm(ToldForm):
    rating = forms.TypedChoiceField(
        label=_("How satisfied are you?"), required=False, widget=forms.RadioSelect, coerce=int, empty_value=None,
        choices=lambda: [*((word.value, starred(word)) for word in Rating), ("", _("I would rather not say"))],
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label=_("What was it about?"), choices=JudgeReason.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("As many as you like, or none."),
    )  # fmt: skip
    words = Words(_("A word about it"), required=False, rows=2)
    may_show = forms.BooleanField(
        label=_("The community may show these words and its answer to everybody, without a name"), required=False
    )
