"""What `/promises/` says is never done: these tests would notice the first step."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from linli.base.audit.models import AuditEntry
from linli.base.web.middleware import POLICY
from linli.core.matters.models import Matter
from linli.core.people.operations.reveal import reveal_person
from linli.portal.web.promises import PROMISES
from tests.consistency.addresses import addresses
from tests.consistency.source import SRC
from tests.factories.core import NOON, make_world
from tests.factories.matters import make_anonymous

NEVER_KEPT = re.compile(
    r"points|score|rank|check_?in|online_(time|hours)|track|face|biometr|religio|political|income|suspicio|"
    r"key_person|family_background|likes|shares|clicks|last_seen_page"
)
NO_SUCH_PAGES = re.compile(r"rank|leaderboard|score|check-?in|track|install|download-app|dossier")


def own_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("linli.")]


def test_no_column_keeps_what_must_not_be_kept():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if NEVER_KEPT.search(field.name)
    }
    assert found == set()


def test_no_page_compares_people_or_watches_them():
    assert [one.name for one in addresses() if NO_SUCH_PAGES.search(one.route)] == []


def test_no_query_counts_matters_by_who_handles_them():
    """Counting by handler is the first step to ranking them."""
    by_person = re.compile(
        r"""(values|values_list|order_by)\([^)]*["']-?(handler|verified_by|actor|person)["'].*\)\s*\.annotate"""
    )
    guilty = [
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if "migrations" not in path.parts and by_person.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_there_is_no_app_to_install():
    markup = [path.read_text(encoding="utf-8") for path in SRC.rglob("*.html")]
    scripts = [path.read_text(encoding="utf-8") for path in SRC.glob("base/web/static/linli/*.js")]
    assert not [text for text in markup if 'rel="manifest"' in text]
    assert not [text for text in scripts if "serviceWorker.register" in text or "navigator.geolocation" in text]


def test_only_the_round_works_without_network_or_asks_where_it_is_and_neither_by_itself():
    own = [path for path in SRC.rglob("static/**/*.js") if "vendor" not in path.parts]
    texts = {path.name: path.read_text(encoding="utf-8") for path in own}
    registers = {name for name, text in texts.items() if "serviceWorker.register" in text}
    asks = {name for name, text in texts.items() if "navigator.geolocation" in text}
    assert (registers, asks) == ({"round.js"}, {"round.js", "capture.js"})
    assert not [name for name, text in texts.items() if "watchPosition" in text or "sync.register" in text]
    assert "fetch(" not in texts["round.js"]  # where somebody stands leaves the page in no way


def test_nothing_is_fetched_from_elsewhere():
    assert "default-src 'self'" in POLICY
    outside = re.compile(r"""(src|href|action)=["'](https?:)?//""")
    guilty = [
        str(path.relative_to(SRC)) for path in SRC.rglob("*.html") if outside.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


@pytest.mark.django_db
def test_whoever_stays_unnamed_is_written_down_nowhere():
    world = make_world()
    matter = make_anonymous(world)
    row = Matter.objects.get(pk=matter.pk)
    assert (row.reporter, row.contact_name, row.contact_phone, row.reported_by) == (None, None, None, "visitor")
    assert set(AuditEntry.objects.filter(subject_id=str(matter.pk)).values_list("actor", "person_id")) == {
        ("visitor", None)
    }


@pytest.mark.django_db
def test_looking_at_a_number_leaves_a_trace_that_the_person_can_read():
    world = make_world()
    person = world.people["resident"]
    reveal_person(person=person, field="phone", reason="停水通知打电话", actor=world.actors["grid_worker"], now=NOON)
    row = AuditEntry.objects.get(action="people.person.reveal")
    assert (row.subject_id, row.reason) == (str(person.pk), "停水通知打电话")


@pytest.mark.django_db
def test_every_promise_is_on_the_page_and_a_complaint_is_one_press_away():
    page = Client().get(reverse("portal:promises")).content.decode()
    assert len(PROMISES) >= 8
    for promise in PROMISES:
        assert str(promise.never).split(",")[0] in page
    assert "/say/?category=SV04" in page
