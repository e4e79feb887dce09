"""How a rule of the domain says no."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not a failure
    """A rule said no: `code` is for programs, the message for people.

    `field` names the input that a form should show the message beside.
    """

    def __init__(self, code: str, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
