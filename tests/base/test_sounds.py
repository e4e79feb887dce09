"""Voice notes: what is taken, what is not, and what is left out of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import sounds

from linli.base.errors import Refused
from linli.base.files.operations import open_stored, store_recording
from linli.base.files.sounds import heard, sound_of
from linli.base.files.web import serve_file
from linli.base.permissions import SystemActor

HERE: dict[str, Any] = {"place": "/ln/", "actor": SystemActor("test"), "now": datetime(2026, 11, 23, 4, tzinfo=UTC)}
MAKERS = {"wav": sounds.a_wav, "ogg": sounds.an_ogg, "m4a": sounds.an_m4a, "webm": sounds.a_webm}


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.parametrize("key", sorted(MAKERS))
def test_recording_of_five_minutes_is_taken_and_a_longer_one_refused(key: str) -> None:
    assert heard(ContentFile(MAKERS[key](300))).kind.key == key
    with pytest.raises(Refused) as refusal:
        heard(ContentFile(MAKERS[key](302)))
    assert refusal.value.code == "recording-too-long"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<html><audio>", b"RIFF1234WEBP", b"OggS" + bytes(40) + b"theora", b"\x1aE\xdf\xa3webmV_VP8"],
)
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        heard(ContentFile(content))
    assert refusal.value.code == "not-a-recording"


def test_the_place_of_a_recording_is_left_out_and_nothing_moves() -> None:
    content = sounds.an_m4a()
    bare = heard(ContentFile(content)).content
    assert b"41.42" in content
    assert b"41.42" not in bare
    assert len(bare) == len(content)
    assert bare.endswith(b"mdatsound")


def test_the_tag_of_an_mp3_is_left_out() -> None:
    bare = heard(ContentFile(sounds.an_mp3())).content
    assert bare.startswith(b"\xff\xfb")
    assert b"41.427" not in bare


@given(st.sampled_from(sorted(MAKERS)), st.binary(max_size=60), st.integers(0, 200))
def test_damaged_recording_is_taken_or_refused_and_nothing_else(key: str, noise: bytes, at: int) -> None:
    content = MAKERS[key]()
    broken = content[:at] + noise + content[at + len(noise) :]
    with suppress(Refused):
        assert heard(ContentFile(broken)).kind == sound_of(broken)


@pytest.mark.django_db
def test_recording_is_played_in_pieces_by_whoever_gets_it() -> None:
    content = sounds.a_wav()
    stored = store_recording(ContentFile(content, "奶奶家.wav"), **HERE)
    assert (stored.kind, stored.media_type, stored.name) == ("recording", "audio/wav", "recording.wav")
    with open_stored(stored) as file:
        assert file.read() == content

    def asked(wanted: str) -> Any:
        return serve_file(stored, RequestFactory().get("/", headers={"range": wanted} if wanted else {}))

    whole = asked("")
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, content)
    whole.file_to_stream.close()
    assert "inline" in whole["Content-Disposition"]
    piece = asked("bytes=4-9")
    assert (piece.status_code, piece.content, piece["Content-Range"]) == (
        206,
        content[4:10],
        f"bytes 4-9/{len(content)}",
    )
    assert asked("bytes=-3").content == content[-3:]
    assert asked(f"bytes={len(content)}-").status_code == 416


@pytest.mark.django_db
def test_recording_that_is_too_large_is_refused(settings: Any) -> None:
    settings.LINLI_RECORDING_MAX_MB = 0.001
    with pytest.raises(Refused) as refusal:
        store_recording(ContentFile(sounds.a_wav()), **HERE)
    assert refusal.value.code == "file-too-large"
