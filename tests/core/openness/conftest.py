from types import SimpleNamespace

import pytest

from tests.factories.core import make_world


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Two communities of one street, who works there, and the leader of the street."""
    return make_world()
