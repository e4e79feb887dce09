"""The kit alone: no room of an upper tier stands in the rail."""

import pytest

from linli.base.web import nav


@pytest.fixture(autouse=True)
def _empty_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(nav, "_strips", [])
    monkeypatch.setattr(nav, "_place_of", [])
