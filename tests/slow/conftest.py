"""What these tests start of their own."""

from tests.factories.installation import installation

__all__ = ["installation"]
