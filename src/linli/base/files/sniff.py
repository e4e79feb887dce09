"""What a file is, by its bytes. What the sender says about it counts for nothing."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import Any

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 8192
UNPACKED = 500 * 1024 * 1024  # more than that inside of a zip is a bomb


@dataclass(frozen=True)
class MediaType:
    """A kind of file that Linli takes."""

    key: str
    name: str

    @property
    def ending(self) -> str:
        return f".{self.key}"


PDF = MediaType("pdf", "application/pdf")
XLSX = MediaType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DOCX = MediaType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODS = MediaType("ods", "application/vnd.oasis.opendocument.spreadsheet")
XLS = MediaType("xls", "application/vnd.ms-excel")
CSV = MediaType("csv", "text/csv")
JSON = MediaType("json", "application/json")
ZIP = MediaType("zip", "application/zip")

DOCUMENTS = frozenset({PDF, XLSX, DOCX})
SHEETS = frozenset({XLSX, XLS, ODS, CSV})


def sniff(file: Any) -> MediaType | None:
    """The kind of a file; None when it is none of those that Linli takes. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(OLE):
        return XLS
    if head.startswith(b"PK\x03\x04"):
        found = _sniff_zip(file)
        file.seek(0)
        return found
    return CSV if _is_text(head) else None


def _sniff_zip(file: Any) -> MediaType | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {entry.filename: entry.file_size for entry in archive.infolist()}
            if sum(names.values()) > UNPACKED or any(name.lower().endswith("vbaproject.bin") for name in names):
                return None  # a bomb, or a document with macros
            if "mimetype" in names and archive.open("mimetype").read(80) == ODS.name.encode():
                return ODS
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return XLSX if "xl/workbook.xml" in names else DOCX if "word/document.xml" in names else None


def _is_text(head: bytes) -> bool:
    if not head.strip() or b"\0" in head or head.lstrip()[:1] == b"<":  # a page or a drawing is no table
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[:-4].decode(encoding)  # the last character may be cut in two
        except UnicodeDecodeError as error:
            if error.start < len(head) - 8:
                continue
        return True
    return False
