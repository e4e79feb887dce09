"""axe-core looks at the page that is open: WCAG 2.2 AA."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
LOOK = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
    const where = (rule) => rule.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
    return found.violations.map((rule) => `${rule.id}: ${rule.help}: ${where(rule)}`);
}"""


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What keeps somebody from using the page; an empty list is what a test expects."""
    page.evaluate(_script())
    return list(page.evaluate(LOOK))
