"""Uploads: what is kept is harmless, private and complete; what is not is refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from linli.base.errors import Refused
from linli.base.files.models import FileKind, StoredFile
from linli.base.files.names import harmless_name
from linli.base.files.operations import (
    Owner,
    erase_due_files,
    erase_file,
    store_document,
    store_photo,
    store_result,
    sweep_orphans,
)
from linli.base.files.sniff import CSV, DOCUMENTS, DOCX, JSON, ODS, PDF, SHEETS, XLS, XLSX, sniff
from linli.base.files.web import serve_file
from linli.base.ids import uuid7
from linli.base.permissions import SystemActor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
CLERK = SystemActor("test")
HERE: dict[str, Any] = {"place": "/ln/", "actor": CLERK, "now": NOON}
GPS = 0x8825


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def picture(format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:  # noqa: A002
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 0)[: len(mode)]).save(out, format, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "a.jpg") -> ContentFile[bytes]:
    return ContentFile(content, name=name)


def opened(location: Path) -> Image.Image:
    return Image.open(io.BytesIO(location.read_bytes()))


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


XLSX_BYTES = packed(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})


def refusal(content: bytes, name: str = "a.jpg") -> str:
    with pytest.raises(Refused) as caught:
        store_photo(upload(content, name), **HERE)
    assert str(caught.value)
    assert not StoredFile.objects.exists()
    return caught.value.code


def test_a_photo_is_kept_without_the_place_where_it_was_taken(disk: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-WANG"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (41.0, 25.0, 12.0)
    taken = picture(exif=exif, comment=b"SECRET-COMMENT", dpi=(300, 300))
    assert b"CAMERA-OF-WANG" in taken
    assert b"SECRET-COMMENT" in taken
    owner = Owner("matters.matter", uuid7())
    stored = store_photo(upload(taken, "我家门口.JPG"), owner=owner, **HERE)
    for location in (stored.location, stored.small_location):
        kept = location.read_bytes()
        assert b"CAMERA" not in kept
        assert b"SECRET" not in kept
        assert b"Exif" not in kept
        assert dict(opened(location).getexif()) == {}
    assert stored.location == disk / "2026" / "11" / f"{stored.pk}.jpg"
    assert stored.location.stat().st_mode & 0o077 == 0
    assert (stored.name, stored.media_type, stored.owner_id) == ("photo.jpg", "image/jpeg", owner.id)
    assert stored.sha256 == hashlib.sha256(stored.location.read_bytes()).hexdigest()
    assert not list(disk.rglob("*.part"))


def test_a_photo_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = store_photo(upload(picture(size=(60, 40), exif=exif)), **HERE)
    assert (stored.width, stored.height) == (40, 60)


def test_a_large_photo_is_made_smaller() -> None:
    stored = store_photo(upload(picture(size=(4000, 1000))), **HERE)
    assert (stored.width, stored.height) == (2560, 640)
    assert opened(stored.location).size == (2560, 640)
    assert opened(stored.small_location).size == (480, 120)


@pytest.mark.parametrize(("format", "mode"), [("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "L"), ("AVIF", "RGB")])
def test_other_photos_become_jpeg(format: str, mode: str) -> None:  # noqa: A002
    stored = store_photo(upload(picture(format, mode=mode), "a.png"), **HERE)
    assert opened(stored.location).format == "JPEG"
    if mode == "RGBA":
        assert opened(stored.location).getpixel((5, 5)) == (255, 255, 255)


def test_what_hides_behind_a_photo_stays_behind() -> None:
    stored = store_photo(upload(picture() + packed(**{"evil.js": b"alert(1)"})), **HERE)
    assert b"evil.js" not in stored.location.read_bytes()
    assert stored.location.read_bytes().endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "content",
    [
        b"just words",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a" + b"\0" * 50,
        b"%PDF-1.7 ",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        picture()[:300],
        picture("BMP"),
        picture("TIFF"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert refusal(content) == "not-a-photo"


def test_an_empty_or_huge_file_is_refused(settings: Any) -> None:
    assert refusal(b"") == "file-empty"
    settings.LINLI_PHOTO_MAX_MB = 0.0001
    assert refusal(picture()) == "file-too-large"


@pytest.mark.parametrize("edge", [7_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(edge: int) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert refusal(bomb, "a.png") == "photo-too-many-pixels"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]))
def test_no_bytes_make_it_fall_over(content: bytes, head: bytes) -> None:
    with pytest.raises(Refused):
        store_photo(upload(head + content), **HERE)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%...", PDF),
        (XLSX_BYTES, XLSX),
        (packed(**{"[Content_Types].xml": b"", "word/document.xml": b""}), DOCX),
        (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ODS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, XLS),
        ("姓名,电话\n王秀兰,1\n".encode(), CSV),
        ("姓名,电话\n王秀兰,1\n".encode("gb18030"), CSV),
        (("王" * 8192).encode()[:9000], CSV),
        (("王" * 8192).encode("gb18030")[:9001], CSV),
        (b"<html><script>", None),
        (b"PK\x03\x04 broken", None),
        (packed(a=b"x"), None),
        (packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), None),
        (b"\xff\xfe\x00\x01" * 50, None),
        (b"MZ\x90\x00", None),
        (b"", None),
        (b"  \n", None),
    ],
)
def test_a_file_is_known_by_its_bytes(content: bytes, kind: object) -> None:
    assert sniff(io.BytesIO(content)) == kind


def test_a_zip_bomb_is_no_document() -> None:
    bomb = packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/a.xml": b"\0" * 600 * 1024 * 1024})
    assert sniff(io.BytesIO(bomb)) is None


def test_a_document_is_kept_as_it_came_under_the_ending_that_it_deserves() -> None:
    stored = store_document(upload(XLSX_BYTES, "../../etc/花\u202e名册.exe"), kinds=SHEETS, **HERE)
    assert (stored.name, stored.kind, stored.size) == ("花名册.xlsx", FileKind.DOCUMENT, len(XLSX_BYTES))
    assert stored.location.read_bytes() == XLSX_BYTES


def test_a_document_of_another_kind_is_refused() -> None:
    for content in (b"a,b\n1,2\n", b"MZ\x90\0"):
        with pytest.raises(Refused, match="docx, pdf, xlsx") as caught:
            store_document(upload(content, "a.pdf"), kinds=DOCUMENTS, **HERE)
        assert caught.value.code == "wrong-type"


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("花名册.xlsx", "花名册.pdf"),
        ("a/b\\c.txt", "c.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ('x"\r\nSet-Cookie: a=b.pdf', "x_Set-Cookie_ a=b.pdf"),
        ("王" * 300, "王" * 116 + ".pdf"),
        ("report.final.v2.docx", "report.final.v2.pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, harmless: str) -> None:
    assert harmless_name(name, ending=".pdf") == harmless


@given(st.text())
def test_no_name_leaves_its_folder(name: str) -> None:
    harmless = harmless_name(name, ending=".pdf")
    assert harmless.endswith(".pdf")
    assert len(harmless) <= 120
    assert not set(harmless) & set('/\\\r\n\0"')


def test_a_photo_is_shown_and_a_document_downloaded_and_nothing_in_them_runs() -> None:
    request = RequestFactory().get("/")
    photo = store_photo(upload(picture(), "门口.jpg"), **HERE)
    response = serve_file(photo, request)
    assert b"".join(response.streaming_content) == photo.location.read_bytes()  # type: ignore[union-attr, arg-type]
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response.headers["Cache-Control"]
    small = serve_file(photo, request, small=True)
    assert b"".join(small.streaming_content) == photo.small_location.read_bytes()  # type: ignore[union-attr, arg-type]
    small.file_to_stream.close()  # type: ignore[union-attr]
    response.file_to_stream.close()  # type: ignore[union-attr]
    assert small.headers["ETag"] != response.headers["ETag"]
    again = RequestFactory().get("/", headers={"If-None-Match": response.headers["ETag"]})
    assert serve_file(photo, again).status_code == 304
    document = store_document(upload(b"%PDF-1.7", "a.pdf"), **HERE)
    download = serve_file(document, request)
    assert download.headers["Content-Disposition"].startswith("attachment")
    download.file_to_stream.close()  # type: ignore[union-attr]


def test_a_result_is_kept_for_download() -> None:
    stored = store_result([b"{", b"}"], name="report", media_type=JSON, **HERE)
    assert (stored.kind, stored.name, stored.size, stored.location.read_bytes()) == (
        FileKind.RESULT, "report.json", 2, b"{}",
    )  # fmt: skip


def test_a_result_is_erased_when_its_time_is_over(django_capture_on_commit_callbacks: Any) -> None:
    stored = store_result([b"{}"], name="report", media_type=JSON, keep_days=3, **HERE)
    photo = store_photo(upload(picture()), **HERE)
    assert erase_due_files(actor=CLERK, now=NOON + timedelta(days=3, seconds=-1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_due_files(actor=CLERK, now=NOON + timedelta(days=3)) == 1
    assert not stored.location.exists()
    assert photo.location.exists()


def test_an_erased_file_is_gone_and_its_row_says_so(django_capture_on_commit_callbacks: Any) -> None:
    stored = store_photo(upload(picture()), **HERE)
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(stored=stored, actor=CLERK, now=NOON, reason="asked by the person")
    assert not stored.location.exists()
    assert not stored.small_location.exists()
    assert StoredFile.objects.get().ended_at == NOON
    with pytest.raises(Http404):
        serve_file(stored, RequestFactory().get("/"))
    with pytest.raises(Refused):
        erase_file(stored=stored, actor=CLERK, now=NOON, reason="again")


def test_bytes_that_got_lost_are_not_found() -> None:
    stored = store_photo(upload(picture()), **HERE)
    stored.location.unlink()
    with pytest.raises(Http404):
        serve_file(stored, RequestFactory().get("/"))


def test_the_sweep_removes_what_an_undone_transaction_left(disk: Path) -> None:
    kept = store_photo(upload(picture()), **HERE)
    with transaction.atomic():
        undone = store_photo(upload(picture()), **HERE)
        transaction.set_rollback(True)
    long_ago = (NOON - timedelta(days=2)).timestamp()
    for file in disk.rglob("*.jpg"):
        os.utime(file, (long_ago, long_ago))
    (disk / "2026" / "11" / "young.part").write_bytes(b"still being written")
    later = datetime.now(UTC)
    assert sweep_orphans(now=later) == 2
    assert kept.location.exists()
    assert kept.small_location.exists()
    assert not undone.location.exists()
    assert (disk / "2026" / "11" / "young.part").exists()
