"""The components: strict, and right for those who hear the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from linli.base.web.models import ListExport
from linli.base.web.templatetags import linli

ROOT = Path(__file__).resolve().parents[3]
COMPONENTS = sorted(linli.register.tags)
ICON_USE = re.compile(r"""{% icon "([\w-]+)"|icon="([\w-]+)\"""")


def render(text: str, **context: object) -> str:
    return Template("{% load linli %}" + text).render(Context(context))


@pytest.mark.parametrize("tag", COMPONENTS)
def test_component_refuses_an_attribute_it_does_not_know(tag: str) -> None:
    ends = f"{{% end{tag} %}}" if tag in {"panel", "dialog", "notice"} else ""
    with pytest.raises(TemplateSyntaxError, match=r"unexpected keyword argument 'colour'|takes 0 arguments"):
        render(f'{{% {tag} colour="blue" %}}{ends}')


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{% state_badge "blue" "x" %}', "tone"),
        ('{% icon "no-such-thing" %}', "icon"),
        ('{% button "x" kind="danger" %}', "kind of button"),
        ('{% panel tone="red" %}x{% endpanel %}', "tone"),
        ('{% chart "x" rows kind="pie" %}', "kind of chart"),
    ],
)
def test_component_refuses_a_value_it_does_not_know(text: str, complaint: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=f"No such {complaint}"):
        render(text, rows=[])


def test_every_component_has_its_place_in_the_gallery() -> None:
    pages = "".join(p.read_text("utf-8") for p in (ROOT / "src/linli/base/web/templates/web").rglob("*.html"))
    shells = "".join(p.read_text("utf-8") for p in (ROOT / "src/linli/base/web/templates").rglob("*.html"))
    missing = [tag for tag in COMPONENTS if f"{{% {tag} " not in pages + shells]
    assert missing == []


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    used = {
        name
        for path in (ROOT / "src").rglob("*.html")
        for pair in ICON_USE.findall(path.read_text("utf-8"))
        for name in pair
        if name
    }
    assert sorted(used - linli.icon_names()) == []


def test_words_of_people_are_escaped() -> None:
    text = '{% panel title=t %}{{ t }}{% endpanel %}{% button t href=t %}{% state_badge "ok" t %}{% stat t t t %}'
    assert "<script>" not in render(text, t="<script>")


def test_icon_is_silent_without_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "map" %}')
    assert 'role="img" aria-label="Map"' in render('{% icon "map" label="Map" %}')


def test_button_is_a_link_with_an_address_and_a_button_without() -> None:
    assert (
        render('{% button "Go" href="/x/" kind="primary" %}').strip() == '<a class="btn btn-primary" href="/x/">Go</a>'
    )
    assert render('{% button "Go" %}').strip() == '<button class="btn" type="submit">Go</button>'


def test_chart_has_its_table_with_the_same_links() -> None:
    with translation.override("en"):
        html = render('{% chart "Topics" rows %}', rows=[("Heating", 4, "/h/"), ("Lifts", 1, "")])
    assert html.count('<a href="/h/">4</a>') == 2
    assert 'width="25.0%"' in html
    assert "<table" in html


def test_no_template_has_an_inline_style_or_script() -> None:
    inline = re.compile(
        r"""\sstyle\s*=|\son\w+\s*=\s*["']|<style|<script(?![^>]*(?:\bsrc=|application/json))[^>]*>""", re.IGNORECASE
    )
    found = [str(p) for p in (ROOT / "src").rglob("*.html") if inline.search(p.read_text("utf-8"))]
    assert found == []


def test_dark_is_the_same_chosen_and_followed() -> None:
    css = (ROOT / "src/linli/base/web/static/linli/linli.css").read_text("utf-8")
    chosen = re.search(r'\[data-bs-theme="dark"\] \{([^}]*)\}', css)
    followed = re.search(r'\[data-bs-theme="auto"\] \{([^}]*)\}', css)
    assert chosen
    assert followed
    assert chosen[1].split() == followed[1].split()


@pytest.mark.parametrize(("needed", "words"), [(True, "Please choose"), (False, "–")])
def test_empty_choice_is_no_row_of_dashes(needed: bool, words: str) -> None:
    class Asked(forms.Form):
        whose = forms.ModelChoiceField(ListExport.objects.none(), required=needed)
        kind = forms.TypedChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=needed)

    shown = render("{% field form.whose %}{% field form.kind %}", form=Asked())
    assert (shown.count(f">{words}</option>"), shown.count("---")) == (2, 0)
