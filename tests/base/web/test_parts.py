"""Refusals on forms, parts for htmx, the policy, the choices of a reader."""

from __future__ import annotations

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails
from tests.factories.web import make_actor

from linli.base.errors import Refused
from linli.base.permissions import Visitor
from linli.base.web import nav
from linli.base.web.middleware import POLICY, ContentSecurityPolicyMiddleware
from linli.base.web.parts import refusals_on, render_part


class Slip(forms.Form):
    phone = forms.CharField(label="Phone", help_text="So that we can call back.")


@pytest.mark.parametrize(("field", "shown_at"), [("phone", "phone"), ("no_such_field", "__all__"), (None, "__all__")])
def test_refusal_stands_beside_the_field_it_names(field: str | None, shown_at: str) -> None:
    form = Slip({"phone": "1"})
    assert form.is_valid()
    with refusals_on(form):
        raise Refused("full", "No place is left.", field=field)
    assert form.errors == {shown_at: ["No place is left."]}
    assert not form.is_valid()


def test_form_names_its_errors_for_a_screen_reader() -> None:
    html = str(Slip({"phone": ""}))
    assert 'href="#id_phone"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_phone_helptext"' in html
    assert 'id="id_phone_error"' in html
    assert 'class="form-control is-invalid"' in html


@pytest.mark.parametrize(
    ("headers", "is_part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_part_is_for_htmx_alone(headers: dict[str, str], is_part: bool) -> None:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    context = {"value": 1, "total": 2, "label": "x"}
    response = render_part(request, "500.html", "components/progress.html", context)
    assert (b"<html" not in response.content) == is_part
    assert response.headers["Vary"] == "HX-Request"


def test_every_answer_has_the_policy_unless_it_has_a_stricter_one() -> None:
    request = RequestFactory().get("/")
    plain = ContentSecurityPolicyMiddleware(lambda _request: HttpResponse())(request)
    strict = ContentSecurityPolicyMiddleware(
        lambda _request: HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    )(request)
    assert plain.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert strict.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("name", "data", "cookie", "value"),
    [
        ("language", {"language": "en"}, "django_language", "en"),
        ("large", {"large": "1"}, "linli_large", "1"),
        ("theme", {"theme": "dark"}, "linli_theme", "dark"),
        ("theme", {"theme": "<b>"}, "linli_theme", "auto"),
    ],
)
def test_choice_of_the_reader_is_remembered(
    client: Client, name: str, data: dict[str, str], cookie: str, value: str
) -> None:
    response = client.post(reverse(f"web:{name}"), {**data, "next": "/gallery/"})
    assert (response.status_code, response["Location"]) == (302, "/gallery/")
    assert response.cookies[cookie].value == value


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_choice_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    response = client.post(reverse("web:large"), {"large": "1", "next": elsewhere})
    assert response["Location"] == "/"


def test_unknown_language_changes_nothing(client: Client) -> None:
    assert client.post(reverse("web:language"), {"language": "xx"}).cookies.get("django_language") is None


@pytest.mark.django_db
def test_page_that_is_not_there_speaks_like_us(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert b"There is nothing at this address" in response.content or "地址" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_gallery_is_open_in_the_demo_only(client: Client, settings: object, demo: bool, status: int) -> None:
    settings.LINLI_DEMO = demo
    assert client.get("/gallery/").status_code == status


def test_rail_shows_what_the_actor_may_open_and_one_place_as_current() -> None:
    nav.register("core", "Exports", "web:exports", "download", permission="some.right", count=lambda _actor: 3)
    nav.register("today", "Work", "web:jobs", "clock")
    nav.register("core", "Gone", "no:such-page", "map")
    mine = nav.sections_for(make_actor(), reverse("web:jobs"))
    assert [[(e.label, e.is_current, e.count) for e in entries] for _title, entries in mine] == [
        [("Work", True, None)],
        [("Exports", False, 3)],
    ]
    assert [item.url_name for item in nav.items_for(Visitor(), "core")] == ["no:such-page"]


def test_entry_needs_a_section_that_exists() -> None:
    with pytest.raises(ValueError, match="No such section"):
        nav.register("cellar", "Wine", "web:jobs", "clock")
