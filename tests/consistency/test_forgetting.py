"""Everything in which a person's own words or numbers may stand has a rule by which it is forgotten."""

from __future__ import annotations

from importlib import import_module

from django.db import models

from linli.base.models import PlaceField
from linli.base.secrets import EncryptedTextField
from tests.consistency.test_models import own_models

FREE = 160  # from this length on people write sentences into it
# The operation that forgets it, or in words why there is nothing of whoever asked in it.
RULES: dict[str, str] = {
    "audit.AuditEntry": "reasons of workers; the record of what was done outlives what it speaks of",
    "files.StoredFile": "linli.base.files.operations.erase_file",
    "messaging.Message": "linli.base.messaging.operations.erase_messages_about",
    "messaging.Sending": "what the other side answered, never the words",
    "sheets.Finding": "linli.base.sheets.operations.forget_files",
    "people.Person": "linli.core.people.operations.erasure.erase_person",
    "people.Account": "linli.core.people.operations.erasure.erase_person",
    "people.PersonMerge": "linli.core.people.operations.erasure.erase_person",
    "people.Consent": "linli.core.people.operations.erasure.erase_person",
    "people.RightsRequest": "linli.core.people.operations.erasure.erase_person",
    "people.CareNeed": "linli.core.people.operations.erasure.erase_person",
    "people.Grant": "linli.core.people.operations.erasure.erase_person",
    "people.RosterLine": "linli.core.people.operations.erasure.erase_person",
    "matters.Matter": "linli.core.matters.operations.forgetting.forget_reporter",
    "matters.Entry": "linli.core.matters.operations.forgetting.forget_reporter",
    "matters.Follower": "linli.core.matters.operations.forgetting.forget_follower",
    "matters.Merge": "why workers made one of two matters; it names no resident",
    "matters.HandOver": "a word of a worker to whoever takes over; it names no resident",
    "matters.HandedLine": "codes and addresses of pages, nobody's words",
    "matters.Recurrence": "why workers put a hint aside; it names no resident",
    "matters.Split": "why workers made two matters of one; it names no resident",
    "matters.Judgement": "linli.core.matters.operations.forgetting.forget_reporter",
    "matters.ReviewStep": "linli.core.matters.operations.forgetting.forget_reporter",
    "matters.Task": "linli.core.matters.operations.forgetting.forget_reporter",
    "membership.CardAsk": "linli.core.membership.operations.forgetting.forget_member",
    "membership.ServiceEntry": "linli.core.membership.operations.forgetting.forget_member",
    "membership.InServiceMember": "linli.core.membership.operations.forgetting.forget_member",
    "membership.Member": "linli.core.membership.operations.forgetting.forget_member",
    "membership.MemberMove": "linli.core.membership.operations.forgetting.forget_member",
    "hotline.Ticket": "linli.core.hotline.operations.forgetting.forget_caller",
    "hotline.TicketEntry": "linli.core.hotline.operations.forgetting.forget_caller",
    "partnership.Agreement": "what two offices promise each other; it names no resident",
    "partnership.Promise": "what was done, when and where; the form asks for no names",
    "partnership.Review": "what two offices say of what they promised, not of people",
    "partnership.Need": "linli.core.partnership.operations.forgetting.forget_author",
    "partnership.Resource": "linli.core.partnership.operations.forgetting.forget_author",
    "partnership.Judgement": "linli.core.partnership.operations.forgetting.forget_words",
    "callouts.Offer": "linli.core.callouts.operations.forgetting.forget_helper",
    "callouts.CallOut": "linli.core.callouts.operations.forgetting.forget_need",
    "rehearsals.Objection": "linli.core.rehearsals.operations.objecting.forget_objections",
    "search.SearchEntry": "a trigger forgets with the words that it was made of, search/planting.py",
    "whistles.Call": "what a department says of its own work",
    "whistles.WhistleEntry": "what offices say to each other; it names no resident",
    "whistles.Whistle": "linli.core.whistles.operations.forgetting.forget_address",
}


NOT_OF_PEOPLE = {  # what the community, an office or the program says
    "areas", "calendars", "jobs", "openness", "organisation", "outbox", "web",
    "matters.Category", "matters.Checklist", "matters.EndingText", "partnership.Project", "sheets.Import",
    "rehearsals.Rehearsal", "rehearsals.RehearsalEntry", "whistles.Department",
}  # fmt: skip


def _is_free(field: models.Field) -> bool:  # type: ignore[type-arg]
    if isinstance(field, EncryptedTextField):
        return True
    if field.choices or isinstance(field, PlaceField) or not isinstance(field, models.TextField | models.CharField):
        return False
    return field.max_length is None or field.max_length >= FREE


def test_every_table_with_free_words_has_a_rule_of_forgetting() -> None:
    theirs = [model for model in own_models() if not {model._meta.app_label, model._meta.label} & NOT_OF_PEOPLE]
    free = {model._meta.label for model in theirs if any(_is_free(f) for f in model._meta.concrete_fields)}
    assert (sorted(free - set(RULES)), sorted(set(RULES) - free)) == ([], [])


def test_every_rule_is_an_operation_that_exists_or_a_reason() -> None:
    for rule in RULES.values():
        if rule.startswith("linli."):
            module, _dot, name = rule.rpartition(".")
            assert callable(getattr(import_module(module), name))
        else:
            assert " " in rule
