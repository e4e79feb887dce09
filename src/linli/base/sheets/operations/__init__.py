"""What may be done with imports and with what they leave to settle."""

from linli.base.sheets.operations.findings import dismiss_findings, note_findings, settle_finding, settle_findings
from linli.base.sheets.operations.imports import (
    ask_check,
    check_import,
    choose_columns,
    forget_files,
    queue_import,
    receive_file,
    run_import,
    take_in,
)

__all__ = [
    "ask_check",
    "check_import",
    "choose_columns",
    "dismiss_findings",
    "forget_files",
    "note_findings",
    "queue_import",
    "receive_file",
    "run_import",
    "settle_finding",
    "settle_findings",
    "take_in",
]
