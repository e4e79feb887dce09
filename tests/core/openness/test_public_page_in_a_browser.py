"""The page that everybody sees, on a telephone, in both languages: readable, and without barriers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linli.base.permissions import SystemActor
from linli.core.openness.operations.months import publish_month
from tests.browser.axe import barriers
from tests.factories import matters as make
from tests.factories.core import make_world


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "title"), [("zh-CN", "大家看"), ("en", "Seen by all")])
def test_everybody_reads_the_month_on_a_telephone(open_page, language, title):
    world = make_world()
    for _ in range(6):
        make.make_matter(world)
    make.make_matter(world, category=make.category("EN01"))
    moment = datetime(2026, 12, 1, 1, tzinfo=UTC)
    publish_month(community=world.community, month=date(2026, 11, 1), actor=SystemActor("test"), now=moment)
    page = open_page("/open/?community=zhaolin", width=375, language=language)
    assert page.locator("h1").inner_text() == title
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert barriers(page) == []
    page.locator("nav .chip").last.click()
    assert "month=11" in page.url
    assert barriers(page) == []
