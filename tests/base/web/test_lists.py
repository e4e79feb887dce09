"""List pages: what they show, what they cost, what a person keeps of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.signals import request_finished
from django.db import close_old_connections
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from openpyxl import load_workbook
from tests.factories.core import NOON
from tests.factories.web import ME, SOMEBODY, make_actor, make_list_export, make_saved_view

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.jobs.models import Job
from linli.base.permissions import Visitor
from linli.base.web.lists import Between, Choice, Column, Flag, ListPage, Text, link
from linli.base.web.lists import export as exports
from linli.base.web.lists.page import lists
from linli.base.web.models import ListExport, SavedView
from linli.base.web.own import OwnExports
from linli.base.web.tasks import export_list

pytestmark = pytest.mark.django_db


class Sample(ListPage):
    """A list of exports with one of everything."""

    title = "Sample"
    permission = "sample.view"
    sort = "-created_at"
    per_page = 2
    columns = (
        Column("whom", "Whom", lambda row: link(row.whom, f"/{row.pk}/"), sort="whom"),
        Column("what_for", "What for", shown=False),
        Column("until", "Until", sort=("until", "whom")),
        Column("query", "Query", export=False, is_number=True),
    )
    filters = (
        Choice("whom", "Whom", choices=[("a", "A"), ("b", "B")]),
        Between("until", "Until", is_day=True),
        Between("made", "Made", field="created_at"),
        Text("for", "For", field="what_for"),
        Flag("mine", "Mine", apply=lambda rows: rows.filter(owner_id=ME)),
    )

    def rows(self) -> QuerySet[Any]:
        return ListExport.objects.all()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(whom__icontains=text)


class KeptSample(Sample):
    """The same, known to the worker by its key."""

    key = "test-sample"


def ask(query: str = "", *, data: dict[str, Any] | None = None, actor: Any = None, **headers: str) -> HttpRequest:
    factory = RequestFactory()
    path = f"/list/?{query}" if query else "/list/"
    request = factory.get(path, headers=headers) if data is None else factory.post(path, data)
    request.actor = actor or make_actor()
    request.htmx = HtmxDetails(request)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    return request


def page(query: str = "", view: type[ListPage] = Sample) -> ListPage:
    made = view()
    made.setup(ask(query))
    return made


def names(query: str) -> list[str]:
    return [row.whom for row in page(query).narrowed()]


@pytest.fixture
def three() -> None:
    make_list_export(whom="a", until=date(2026, 12, 1), created_at=NOON)
    make_list_export(whom="b", until=date(2026, 12, 2), created_at=NOON - timedelta(days=1), owner_id=SOMEBODY)
    make_list_export(whom="c", until=date(2026, 12, 3), created_at=NOON - timedelta(days=2), what_for="other")


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_two_queries_however_full(count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        make_list_export(whom=f"n{n}")
    request = ask()
    with django_assert_num_queries(2):  # rows, kept views
        content = OwnExports.as_view()(request).content.decode()
    assert content.count("<tr><td") == count


@pytest.mark.usefixtures("three")
def test_full_page_costs_one_more_to_count(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # rows, kept views, count
        content = KeptSample.as_view()(ask()).content.decode()
    assert content.count("<tr><td") == 2


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("sort=whom", "abc"),
        ("sort=-whom", "cba"),
        ("sort=-until", "cba"),
        ("sort=secret", "abc"),
        ("whom=b", "b"),
        ("whom=nonsense", "abc"),
        ("until_from=2026-12-02", "bc"),
        ("until_from=2026-12-02&until_to=2026-12-02", "b"),
        ("until_from=2026-13-99", "abc"),
        ("until_to=0001-01-01", "abc"),
        ("made_from=2026-11-22&made_to=2026-11-22", "b"),
        ("for=oth", "c"),
        ("mine=1", "ac"),
        ("q=B", "b"),
        ("q=%00", "abc"),
        ("page=-1", "abc"),
    ],
)
def test_list_shows_what_was_asked(query: str, found: str) -> None:
    assert names(query) == list(found)


@pytest.mark.usefixtures("three")
def test_pages_follow_each_other_without_a_count() -> None:
    first, second = page("sort=whom"), page("sort=whom&page=2")
    assert [row.whom for row in first.found[:2]] == ["a", "b"]
    assert [row.whom for row in second.found] == ["c"]
    assert (first.pager()["previous"], first.pager()["next"]) == ("", "/list/?sort=whom&page=2")
    assert (second.pager()["previous"], second.pager()["next"]) == ("/list/?sort=whom", "")


def test_large_list_says_more_than_it_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.base.web.lists.page.COUNT_TO", 3)
    for _n in range(5):
        make_list_export()
    assert "3" in page().count_words()
    assert "5" not in page().count_words()


@pytest.mark.usefixtures("three")
def test_htmx_gets_the_part_with_the_count_beside_it() -> None:
    content = Sample.as_view()(ask("whom=b", **{"HX-Request": "true"})).content.decode()
    assert "<html" not in content
    assert 'id="list-count"' in content
    assert content.count("<tr><td") == 1


def test_cell_escapes_what_people_wrote() -> None:
    make_list_export(whom="<script>", what_for="<b>bold</b>")
    content = Sample.as_view()(ask("show=whom,what_for")).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;</a>" in content
    assert "&lt;b&gt;bold" in content


def test_day_stands_on_one_line() -> None:
    make_list_export(what_for="for the meeting")
    content = Sample.as_view()(ask("show=what_for,until")).content.decode()
    assert 'class="first" data-label="What for"' in content
    assert 'class="tight" data-label="Until"' in content


def test_list_is_not_there_for_those_who_hold_no_right() -> None:
    with pytest.raises(Http404):
        Sample.as_view()(ask(actor=Visitor()))


def test_empty_list_teaches_and_a_narrowed_one_leads_back() -> None:
    assert 'class="empty"' in Sample.as_view()(ask()).content.decode()
    assert 'href="/list/">' in Sample.as_view()(ask("q=zzz")).content.decode()


# What a person keeps


def test_view_is_kept_with_its_filters_and_columns() -> None:
    response = KeptSample.as_view()(ask("whom=a&page=3&show=whom", data={"action": "save-view", "name": " Mine "}))
    assert response.status_code == 302
    view = SavedView.objects.get()
    assert (view.owner_id, view.list_key, view.name, view.query) == (ME, "test-sample", "Mine", "whom=a&show=whom")
    assert page(view.query, KeptSample).views()[0]["is_current"] is True
    assert AuditEntry.objects.get().action == "web.savedview.save"


def test_view_with_a_known_name_is_replaced() -> None:
    make_saved_view(list_key="test-sample", name="Mine", query="whom=a")
    KeptSample.as_view()(ask("whom=b", data={"action": "save-view", "name": "Mine"}))
    assert list(SavedView.objects.values_list("query", flat=True)) == ["whom=b"]


@pytest.mark.parametrize("name", ["", "  "])
def test_view_without_a_name_is_refused(name: str) -> None:
    request = ask(data={"action": "save-view", "name": name})
    KeptSample.as_view()(request)
    assert [message.level_tag for message in request._messages] == ["error"]
    assert not SavedView.objects.exists()


def test_view_of_somebody_else_is_not_there() -> None:
    view = make_saved_view(list_key="test-sample", owner_id=SOMEBODY)
    assert page("", KeptSample).views() == []
    with pytest.raises(Http404):
        KeptSample.as_view()(ask(data={"action": "forget-view", "view": str(view.pk)}))
    assert SavedView.objects.exists()


def test_own_view_can_be_forgotten() -> None:
    view = make_saved_view(list_key="test-sample")
    KeptSample.as_view()(ask(data={"action": "forget-view", "view": str(view.pk)}))
    assert not SavedView.objects.exists()


def test_columns_are_remembered() -> None:
    request = ask(data={"action": "columns", "column": ["what_for", "no-such"]})
    KeptSample.as_view()(request)
    again = ask()
    again.session = request.session
    made = KeptSample()
    made.setup(again)
    assert [column.key for column in made.shown_columns] == ["what_for"]


# What leaves the house

PURPOSE = {"whom": "民政办", "what_for": "核对名单"}


def soon() -> str:
    return (page().now.date() + timedelta(days=7)).isoformat()


@pytest.mark.usefixtures("three")
def test_export_says_for_whom_and_holds_what_the_page_shows() -> None:
    response = KeptSample.as_view()(ask("export=1&whom=a", data={**PURPOSE, "until": soon()}))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0]
    request_finished.disconnect(close_old_connections)  # as Django's test client does: the test's connection stays open
    response.close()
    request_finished.connect(close_old_connections)
    lines = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    text = str(lines)
    assert "民政办" in text
    assert ["Whom", "Until"] in lines  # not the query, which stays at home; not what is hidden
    assert lines[-1][0] == "a"
    note = ListExport.objects.get(list_key="test-sample")
    assert (note.columns, note.query, note.whom) == (["whom", "until"], "whom=a", "民政办")
    assert AuditEntry.objects.get().action == "web.listexport.note"


@pytest.mark.parametrize("missing", ["whom", "what_for", "until"])
def test_export_without_its_purpose_does_not_leave(missing: str) -> None:
    data = {name: value for name, value in {**PURPOSE, "until": soon()}.items() if name != missing}
    response = KeptSample.as_view()(ask("export=1", data=data))
    assert response.status_code == 200
    assert b"aria-invalid" in response.content
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("until", ["2020-01-01", "2090-01-01"])
def test_export_is_not_kept_for_ever(until: str) -> None:
    KeptSample.as_view()(ask("export=1", data={**PURPOSE, "until": until}))
    assert not ListExport.objects.exists()


def test_export_is_not_there_where_the_list_forbids_it() -> None:
    with pytest.raises(Http404):
        OwnExports.as_view()(ask("export=1"))


def test_long_export_becomes_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    make_list_export()
    response = KeptSample.as_view()(ask("export=1", data={**PURPOSE, "until": soon()}))
    job = Job.objects.get()
    assert response["Location"] == f"/long-work/{job.pk}/"
    assert (job.kind, job.person_id) == (exports.KIND, ME)


def test_list_with_a_key_is_known_to_the_worker() -> None:
    assert lists["test-sample"] is KeptSample
    assert "" not in lists


class Asked:
    """What the worker hands to a job."""

    place = "/ln/"

    def __init__(self, export: ListExport) -> None:
        self.params = {"export": str(export.pk)}
        self.told: list[str] = []

    def now(self) -> datetime:
        return NOON

    def progress(self, done: int, total: int, message: str = "") -> None:
        self.told.append(message)


@pytest.mark.usefixtures("three")
def test_worker_writes_the_list_that_was_asked_for(settings: Any) -> None:
    settings.LINLI_ACTOR = "tests.factories.web.actor_of"
    export = make_list_export(list_key="test-sample", columns=["whom", "query"], query="sort=-whom&mine=1", whom="zz")
    asked = Asked(export)
    outcome = export_list(asked)
    sheet = load_workbook(outcome.result.location).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows()][-3:] == ["zz", "c", "a"]
    assert outcome.figures == {"rows": 3}
    assert len(asked.told) == 1


def test_worker_writes_nothing_for_whom_has_left() -> None:
    export = make_list_export(list_key="test-sample", owner_id=SOMEBODY)
    with pytest.raises(Refused) as refused:
        export_list(Asked(export))
    assert refused.value.code == "forbidden"
