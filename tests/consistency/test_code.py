"""The code keeps to its own style."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.consistency.source import Function, functions, name_of, own_files, product_files, short, tree

LINES = 400
FUNCTION_LINES = 40
LONG_FILES: dict[str, str] = {}  # path: the reason why it is one thing and can't be read in parts
LONG_FUNCTIONS: dict[str, str] = {}  # "path:name": the reason
SILENT_OPERATIONS = {  # what another operation causes, which has the actor and writes the audit row
    "start_job": "its first argument is its name, as in a call",
    "send_messages": "a message is told by the operation that has something to tell",
    "erase_messages": "part of erasing a person",
    "erase_messages_about": "part of forgetting a person",
    "sweep_outbox": "throws away what was delivered; nobody acts",
}
SENTENCES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_files_are_short_enough_to_read() -> None:
    long = {short(path) for path in own_files() if len(path.read_text(encoding="utf-8").splitlines()) > LINES}
    assert long == set(LONG_FILES)


def test_functions_are_short_enough_to_read() -> None:
    long = {
        f"{short(path)}:{node.name}"
        for path in own_files()
        for node in functions(path)
        if _length(node) > FUNCTION_LINES
    }
    assert long == set(LONG_FUNCTIONS)


def _length(node: Function) -> int:
    """Lines to follow: without the arguments, which are one a line when there are many, and without the docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    assert node.end_lineno is not None
    return node.end_lineno - first.lineno + 1


def _operations() -> list[tuple[str, Function]]:
    found = []
    for path in product_files():
        if path.name == "operations.py" or "operations" in path.parts:
            found += [(f"{short(path)}:{node.name}", node) for node in tree(path).body if isinstance(node, Function)]
    return [(name, node) for name, node in found if not node.name.startswith("_")]


def test_every_operation_says_what_it_means_for_a_person() -> None:
    assert [name for name, node in _operations() if not ast.get_docstring(node)] == []


def test_every_operation_that_writes_is_told_who_acts_and_when() -> None:
    wrong = []
    for name, node in _operations():
        marks = {name_of(mark.func if isinstance(mark, ast.Call) else mark) for mark in node.decorator_list}
        given = {argument.arg for argument in node.args.kwonlyargs}
        allowed = name.rsplit(":", 1)[1] in SILENT_OPERATIONS
        if "atomic" in marks and not allowed and (node.args.args or not {"actor", "now"} <= given):
            wrong.append(name)
    assert wrong == [], "An operation takes everything by keyword, `actor` and `now` among it."


def test_every_module_says_what_it_is() -> None:
    wordy = [path for path in product_files() if path.name != "apps.py" and path.read_text(encoding="utf-8").strip()]
    assert [short(path) for path in wordy if not ast.get_docstring(tree(path))] == []


def test_sentences_are_whole_so_that_they_can_be_translated() -> None:
    wrong = []
    for path in product_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and name_of(node.func) in SENTENCES and node.args:
                first = node.args[0]
                if isinstance(first, ast.JoinedStr | ast.BinOp):
                    wrong.append(f"{short(path)}:{node.lineno}: {ast.unparse(first)}")
    assert wrong == [], "A sentence is one text with named placeholders; it is filled in afterwards."


def test_sentences_are_english_in_the_source() -> None:
    wrong = []
    for path in product_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and name_of(node.func) in SENTENCES:
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                wrong += [f"{short(path)}:{node.lineno}: {text}" for text in texts if CHINESE.search(str(text))]
    assert wrong == []


def _lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    lines = [(path, number, line) for path in paths for number, line in enumerate(_text(path).splitlines(), 1)]
    return [f"{short(path)}:{number}: {line.strip()}" for path, number, line in lines if pattern.search(line)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_nothing_is_left_for_later() -> None:
    here = Path(__file__)
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    assert _lines_with(marks, [path for path in own_files() if path != here]) == []


def test_a_silenced_warning_says_which_and_why() -> None:
    """A type that a library leaves open explains itself by its code, as does a tag that takes `id`."""
    bare = re.compile(r"# *(?:noqa(?!: *(?:E501|A00[12]))(?!: *[A-Z0-9, ]+ +(?:--|#))|type: ignore(?!\[))")
    assert _lines_with(bare, product_files()) == []
