"""Templates are used, found, and keep to what the content security policy and the reader need."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines

from tests.consistency.source import SRC, product_files, short, template_name, templates, tree

# Templates that another package asks for by a name of its own.
ASKED_FOR_BY_OTHERS = (
    "account/",
    "allauth/",
    "mfa/",
    "ninja/",
    "django/",
    "403",
    "404",
    "500",
    "registration/",
    "usersessions/",
)
NAMED = re.compile(r"""{%-?\s*(?:extends|include|component)\s+["']([^"']+)["']""")
QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg|json|xml|typ))["']""")
OUTSIDE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[\w.-]+""")
ALLOWED_OUTSIDE = {  # addresses that a page names and nobody's browser fetches by itself
    "https://linli.example",
}
SPOKEN_TWICE = ("ninja/", "500.html", "web/gallery/")  # both languages at once: nothing can be looked up, or for us
NAMES = {
    "邻里",
    "邻",
    "中文",
    "换成中文",
    "号楼",
    "刘桂芳",
}  # of the product and of a language in itself; what one types
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def _named_in_code() -> set[str]:
    """Every text in the code that could be the name of a template, and those that templates name."""
    found: set[str] = set()
    for path in product_files():
        texts = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
        found.update(text for text in texts if isinstance(text, str) and "." in text and " " not in text)
    for path in templates():
        text = path.read_text(encoding="utf-8")
        found.update(NAMED.findall(text))
        found.update(QUOTED.findall(text))
    return found


def test_every_template_is_used() -> None:
    named, composed = _named_in_code(), _composed_in_code()
    unused = []
    for path in templates():
        name = template_name(path)
        if path.suffix != ".html" or name.startswith(ASKED_FOR_BY_OTHERS) or name in named:
            continue
        if name.startswith("components/") or any(pattern.fullmatch(name) for pattern in composed):
            continue
        unused.append(short(path))
    assert unused == []


def _composed_in_code() -> list[re.Pattern[str]]:
    """Names with a part that is known only when the program runs: f"web/gallery/{page}.html"."""
    found = []
    for path in product_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if parts[-1] and parts[-1].endswith(".html") and len(parts) > 1:
                    found.append(re.compile("".join(r"[\w/-]+" if part is None else re.escape(part) for part in parts)))
    return found


def test_every_template_that_is_named_exists() -> None:
    missing = []
    for path in templates():
        for name in NAMED.findall(path.read_text(encoding="utf-8")):
            try:
                engines["django"].get_template(name)
            except TemplateDoesNotExist as error:
                missing.append(f"{short(path)}: {error}")
    assert missing == []


@pytest.mark.parametrize("what", INLINE)
def test_pages_hold_nothing_that_the_policy_refuses(what: str) -> None:
    pages = [path for path in templates() if path.suffix == ".html"]
    found = [f"{short(path)}: {match.group()[:80]}" for path in pages for match in INLINE[what].finditer(_plain(path))]
    assert found == [], f"{what} would be refused by the content security policy"


def _plain(path: Path) -> str:
    """The page without its comments."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def test_pages_fetch_nothing_from_outside() -> None:
    static = [
        path for path in SRC.rglob("static/**/*") if path.suffix in {".js", ".css"} and "vendor" not in path.parts
    ]
    found = []
    for path in [*templates(), *static]:
        for match in OUTSIDE.finditer(_plain(path)):
            if not match.group().startswith(tuple(ALLOWED_OUTSIDE)):
                found.append(f"{short(path)}: {match.group()}")
    assert found == []


def test_vendored_files_fetch_nothing_from_outside() -> None:
    styles = list(SRC.rglob("static/**/vendor/**/*.css"))
    pattern = re.compile(r"url\(\s*[\"']?(?:https?:)?//")
    assert [short(path) for path in styles if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_pages_are_written_in_english_and_translated() -> None:
    chinese = re.compile("[\u4e00-\u9fff]+")
    own = [path for path in templates() if path.suffix == ".html" and not template_name(path).startswith(SPOKEN_TWICE)]
    found = [f"{short(path)}: {words}" for path in own for words in set(chinese.findall(_plain(path))) - NAMES]
    assert found == [], "Texts of pages are English in the source; the Chinese stands in locale/."
