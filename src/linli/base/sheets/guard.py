"""Look at a file before a parser opens it: is it a spreadsheet, is it whole, is it a bomb."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.sheets import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
NOT_SHEETS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")
FAR = re.compile(rb' r=["\'](?:[A-Z]{2}|[A-Z]?\d{6})')  # a cell beyond column Z or row 99,999
CELL = re.compile(rb' r=["\']([A-Z]{0,3})(\d{1,7})["\']')
CHUNK = 1 << 20


def format_of(path: Path) -> str:
    """`xlsx`, `ods`, `xls` or `csv`, told by what is inside and not by the name; anything else is refused in words."""
    size = path.stat().st_size
    if not size:
        raise Refused("empty-file", _("This file is empty. Perhaps it was not copied to the end: please try again."))
    if size > limits.MAX_FILE_BYTES:
        raise Refused("file-too-large", _("This file is larger than a roster can be. Please split it and try again."))
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(OLE):
        return _look_into_ole(path)
    if head.startswith(ZIP):
        return _look_into_zip(path)
    if head.startswith(NOT_SHEETS):
        raise not_a_spreadsheet()
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        message = _(
            "This is a web page that was saved under the name of a spreadsheet."
            " Please open it in WPS or Excel, save it as .xlsx and try again."
        )
        raise Refused("not-a-spreadsheet", message)
    return "csv"


def not_a_spreadsheet() -> Refused:
    """The sentence for a file that is something else."""
    message = _("This is not a spreadsheet. Please choose a file that ends in .xlsx, .xls, .ods or .csv.")
    return Refused("not-a-spreadsheet", message)


def broken_file() -> Refused:
    """The sentence for a file that ends in the middle or was damaged on the way."""
    message = _(
        "This file ends in the middle or is damaged, so nothing was taken in."
        " Please open it in WPS or Excel, save it again and try once more."
    )
    return Refused("broken-file", message)


def locked_file() -> Refused:
    """The sentence for a workbook with a password."""
    message = _(
        "This workbook is locked with a password. Please open it in WPS or Excel, remove the password and try again."
    )
    return Refused("encrypted-file", message)


def too_large() -> Refused:
    """The sentence for a sheet with more rows or columns than any roster."""
    message = _(
        "This file unpacks to far more than a roster can hold."
        " Please delete the empty rows and columns around the table, or split it, and try again."
    )
    return Refused("sheet-too-large", message)


def _look_into_ole(path: Path) -> str:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked_file()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    if "WordDocument".encode("utf-16-le") in data or "PowerPoint".encode("utf-16-le") in data:
        raise not_a_spreadsheet()
    raise broken_file()


def _look_into_zip(path: Path) -> str:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_declared(entries)
            kind = _kind_of_archive({entry.filename for entry in entries}, archive)
            for entry in entries:
                _check_entry(file, entry, sheet=kind == "xlsx" and "/worksheets/" in f"/{entry.filename}")
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError) as error:
        raise broken_file() from error


def _kind_of_archive(names: set[str], archive: zipfile.ZipFile) -> str:
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        if b"spreadsheet" not in archive.open("mimetype").read(200):
            raise not_a_spreadsheet()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.open("META-INF/manifest.xml").read(CHUNK):
            raise locked_file()
        return "ods"
    raise not_a_spreadsheet()


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked_file()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MAX_ENTRIES or total > limits.MAX_UNPACKED_BYTES:
        raise too_large()
    for entry in entries:
        if entry.file_size > CHUNK and entry.file_size > limits.MAX_PACK_RATIO * max(entry.compress_size, 1):
            raise too_large()


def _check_entry(file: IO[bytes], entry: zipfile.ZipInfo, *, sheet: bool) -> None:
    """Unpack once without keeping it: the declared size must be true and no cell may lie far outside the table."""
    seen = crc = 0
    far, tail = False, b""
    for chunk in _unpacked(file, entry):
        seen += len(chunk)
        if seen > entry.file_size:
            raise broken_file()
        crc = zlib.crc32(chunk, crc)
        if sheet and not far:
            far = FAR.search(tail + chunk) is not None
            tail = chunk[-24:]
    if seen != entry.file_size or crc != entry.CRC:
        raise broken_file()
    if far:
        _check_extent(file, entry)


def _check_extent(file: IO[bytes], entry: zipfile.ZipInfo) -> None:
    """Measure a wide or long sheet exactly.

    The parser behind us makes room for the whole rectangle between the first and the last cell, so one cell in the
    last corner of a sheet would cost gigabytes.
    """
    rows = columns = 1
    tail = b""
    for chunk in _unpacked(file, entry):
        for letters, row in CELL.findall(tail + chunk):
            rows, columns = max(rows, int(row)), max(columns, _column(letters))
        tail = chunk[-24:]
    if rows > limits.MAX_ROWS or columns > limits.MAX_COLUMNS or rows * columns > limits.MAX_CELLS:
        raise too_large()


def _unpacked(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry, straight from the file: the archive's own idea of their number is not believed."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if header[:4] != ZIP:
        raise broken_file()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (data := file.read(min(CHUNK, left))):
            left -= len(data)
            yield data
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise broken_file()
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not engine.eof and (data := file.read(min(CHUNK // 8, left))):
        left -= len(data)
        while data and not engine.eof:
            yield engine.decompress(data, CHUNK)
            data = engine.unconsumed_tail
    yield engine.flush()


def _column(letters: bytes) -> int:
    """`A` is 1, `Z` 26, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
