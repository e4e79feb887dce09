"""What can be set, run or called is written down."""

from __future__ import annotations

import re

from django.core.management import get_commands

from tests.consistency.source import ROOT, own_files

READ = re.compile(r"""(?:environ(?:\.get|\.setdefault)?[(\[]|flag\(|words\()\s*["'](LINLI_\w+|DATABASE_URL)["']""")


def _documents() -> str:
    pages = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob("deploy/*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_every_setting_is_in_the_guide() -> None:
    product = [path for path in own_files() if "tests" not in path.parts]
    settings = {name for path in product for name in READ.findall(path.read_text(encoding="utf-8"))}
    guide = (ROOT / "docs" / "how-to" / "configure.md").read_text(encoding="utf-8")
    assert sorted(name for name in settings if f"`{name}`" not in guide) == []


def test_the_guide_names_no_setting_that_is_gone() -> None:
    product = "".join(path.read_text(encoding="utf-8") for path in own_files() if "tests" not in path.parts)
    guide = (ROOT / "docs" / "how-to" / "configure.md").read_text(encoding="utf-8")
    assert sorted(name for name in set(re.findall(r"`(LINLI_\w+)`", guide)) if name not in product) == []


def test_every_command_is_written_down() -> None:
    text = _documents()
    commands = [name for name, app in get_commands().items() if app.startswith("linli.")]
    assert sorted(name for name in commands if not re.search(rf"linli {name}\b", text)) == []


def test_every_check_of_a_deployment_is_written_down() -> None:
    product = "".join(path.read_text(encoding="utf-8") for path in own_files() if "tests" not in path.parts)
    guide = (ROOT / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
    assert sorted(found for found in set(re.findall(r"linli\.[EW]\d{3}", product)) if found not in guide) == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob("deploy/*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []
