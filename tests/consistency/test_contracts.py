"""The import contracts hold; each is broken on purpose once, and then it must fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.consistency.source import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"
BREAKS = {  # contract: the file that gets a line, and the line
    "Tiers: config > portal > core > base": ("base/ids.py", "import linli.portal.apps"),
    "Core: from the tree of areas up to what everybody may see": (
        "core/areas/enums.py",
        "import linli.core.people.enums",
    ),
    "The kernel: each part stands on the ones below it": ("base/errors.py", "import linli.base.permissions"),
    "Inside every app: web/api/cli/tasks > facade > operations > queries > models > enums": (
        "core/areas/enums.py",
        "import linli.core.areas.models",
    ),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [str(LINTER), "--no-cache", "--config", str(folder / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source in a place where it may be broken."""
    ignore = shutil.ignore_patterns("__pycache__", "static", "templates", "locale")
    shutil.copytree(ROOT / "src" / "linli", tmp_path / "src" / "linli", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_that_is_broken_fails(copy: Path, contract: str) -> None:
    name, line = BREAKS[contract]
    with (copy / "src" / "linli" / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    said = " ".join(_lint(copy).stdout.split())  # the linter breaks long names into lines
    assert f"{contract} BROKEN" in said


def test_a_new_folder_must_declare_its_tier(copy: Path) -> None:
    (copy / "src" / "linli" / "elsewhere").mkdir()
    (copy / "src" / "linli" / "elsewhere" / "__init__.py").write_text("", encoding="utf-8")
    assert _lint(copy).returncode != 0


def test_every_contract_is_broken_once_here() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {each["name"] for each in contracts} == set(BREAKS)
