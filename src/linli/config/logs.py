"""What the log never holds: identity numbers and telephones, wherever they came from."""

import logging
import re

# An identity number of fifteen or eighteen characters (the last may be X), or any other long run of digits, and a
# mobile number; each standing alone, so that the digits of a UUID or of a moment are left as they are. Chinese
# characters may touch it.
NUMBER = re.compile(r"(?<![0-9A-Za-z_.-])(?:\d{14,18}[\dXx]?|1[3-9]\d{9})(?![0-9A-Za-z_-])")


def masked(text: str) -> str:
    """Leave the first three characters, so that a line can still be understood."""
    return NUMBER.sub(lambda found: found.group()[:3] + "*" * (len(found.group()) - 3), text)


class MaskedFormatter(logging.Formatter):
    """Masks the finished line, tracebacks included: an exception may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
