"""The source code as these tests read it: files, functions, templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "linli"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_files() -> list[Path]:
    """Every Python file that somebody wrote by hand."""
    folders = (SRC, ROOT / "tests", ROOT / "scripts")
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def product_files() -> list[Path]:
    """Those that run in the product."""
    return [path for path in own_files() if path.is_relative_to(SRC)]


def short(path: Path) -> str:
    """The path as a person names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, also those inside classes and functions."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def name_of(node: ast.expr) -> str:
    """`gettext` of `gettext(…)` and of `translation.gettext(…)`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted(path for path in SRC.rglob("templates/**/*") if path.is_file())


def template_name(path: Path) -> str:
    """The name by which code asks for it."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])
