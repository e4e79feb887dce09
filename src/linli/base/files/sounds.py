"""Voice notes: what kind of sound a file is, how long it plays, and what it says beside the sound.

Nothing is played or unpacked here: only the boxes and pages around the sound are read. Where the container does not
say how long it plays (what a browser recorded a moment ago often does not), its size is the bound.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.files.sniff import MediaType

OGG = MediaType("ogg", "audio/ogg")
WEBM = MediaType("webm", "audio/webm")
M4A = MediaType("m4a", "audio/mp4")
MP3 = MediaType("mp3", "audio/mpeg")
WAV = MediaType("wav", "audio/wav")
SOUNDS = frozenset({OGG, WEBM, M4A, MP3, WAV})

LONGEST_SECONDS = 300
MOST_BOXES = 2000  # more than that around five minutes of speech is no recording
OPUS_RATE = 48_000
WAV_HEAD = 44
WEBM_HEAD, CLUSTER, TIMECODE, DURATION, INFO, SEGMENT = (
    b"\x1aE\xdf\xa3",
    0x1F43B675,
    0xE7,
    0x4489,
    0x1549A966,
    0x18538067,
)
VIDEO = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")


@dataclass(frozen=True)
class Sound:
    """A recording as it is kept."""

    kind: MediaType
    content: bytes


def heard(file: Any) -> Sound:
    """The recording, without what telephones write beside it; refused when it is none or plays too long."""
    file.seek(0)
    content = file.read()
    kind = sound_of(content)
    if kind is None:
        message = _("This is not a recording that can be played. Possible are: m4a, mp3, ogg, wav, webm.")
        raise Refused("not-a-recording", message, field="recording")
    seconds = _seconds(kind, content)
    if seconds is not None and seconds > LONGEST_SECONDS:
        message = _("A voice note lasts five minutes at most. Please say it shorter, or in two.")
        raise Refused("recording-too-long", message, field="recording")
    return Sound(kind, _bare(kind, content))


def sound_of(content: bytes) -> MediaType | None:
    """The kind of sound by its first bytes."""
    if content.startswith(b"OggS") and any(mark in content[:200] for mark in (b"OpusHead", b"\x01vorbis", b"Speex")):
        return OGG
    if content.startswith(WEBM_HEAD) and b"webm" in content[:64]:
        return None if any(mark in content[:2048] for mark in VIDEO) else WEBM
    if content[4:8] == b"ftyp" and b"vide" not in content:
        return M4A
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return WAV
    return MP3 if content.startswith(b"ID3") or _is_mp3_frame(content[:2]) else None


def _is_mp3_frame(head: bytes) -> bool:
    """Eleven set bits, and layer III."""
    return len(head) == 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _seconds(kind: MediaType, content: bytes) -> float | None:
    try:
        return {OGG: _of_ogg, WEBM: _of_webm, M4A: _of_m4a, WAV: _of_wav, MP3: lambda _content: None}[kind](content)
    except (struct.error, ValueError, IndexError, OverflowError):
        raise Refused(
            "not-a-recording", _("This recording is damaged. Please record it once more."), field="recording"
        ) from None


def _of_ogg(content: bytes) -> float | None:
    """The position of the last page; the sound of telephones and browsers counts 48,000 in a second."""
    last = content.rfind(b"OggS")
    if b"OpusHead" not in content[:200]:
        return None
    position: int = struct.unpack_from("<q", content, last + 6)[0]
    return position / OPUS_RATE if position > 0 else None


def _of_wav(content: bytes) -> float:
    """Bytes of sound by bytes of a second."""
    rate: int = struct.unpack_from("<I", content, 28)[0]
    if not rate:
        raise ValueError
    return (len(content) - WAV_HEAD) / rate


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an MPEG-4 file on one level: name, where its inside begins, where it ends."""
    for _count in range(MOST_BOXES):
        if start + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", content, start + 8)[0], 16
        size = end - start if size == 0 else size
        if size < head:
            raise ValueError
        yield name, start + head, min(start + size, end)
        start += size
    raise ValueError


def _of_m4a(content: bytes) -> float | None:
    """What the header of the movie says; a recording that was cut into pieces says nothing."""
    for name, start, end in _boxes(content, 0, len(content)):
        if name != b"moov":
            continue
        for inner, at, _end in _boxes(content, start, end):
            if inner == b"mvhd":
                wide = content[at] == 1
                scale, length = struct.unpack_from(">IQ" if wide else ">II", content, at + (20 if wide else 12))
                return length / scale if scale and length else None
    return None


def _of_webm(content: bytes) -> float | None:
    """The duration if it is written, else the time of the last cluster; both in milliseconds."""
    last: float | None = None
    for name, at, size in _elements(content):
        if name == DURATION and size in {4, 8}:
            return float(struct.unpack_from(">f" if size == 4 else ">d", content, at)[0]) / 1000
        if name == TIMECODE and 0 < size <= 8:
            last = int.from_bytes(content[at : at + size]) / 1000
    return last


def _elements(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The elements of a WebM file, stepping into those that hold others."""
    at = 0
    for _count in range(200 * MOST_BOXES):
        if at + 2 > len(content):
            return
        name, at = _number(content, at, keep=True)
        size, at = _number(content, at)
        yield name, at, size
        if name not in {SEGMENT, CLUSTER, INFO}:
            at += size
    raise ValueError


def _number(content: bytes, at: int, *, keep: bool = False) -> tuple[int, int]:
    """A number of variable length; its first bit that is set says how long it is."""
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8:
        raise ValueError
    number = int.from_bytes(content[at : at + length])
    return number if keep else number & ((1 << 7 * length) - 1), at + length


def _bare(kind: MediaType, content: bytes) -> bytes:
    """Without what stands beside the sound: telephones write the place of a recording there."""
    if kind == M4A:
        return _without_notes(content)
    if kind == MP3 and content.startswith(b"ID3") and len(content) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        return content[10 + size :] or content
    return content


def _without_notes(content: bytes) -> bytes:
    """The notes of an MPEG-4 file become empty space, so that nothing behind them moves."""
    bare = io.BytesIO(content)
    for name, start, end in _boxes(content, 0, len(content)):
        inside = _boxes(content, start, end) if name == b"moov" else iter([(name, start, end)])
        for inner, at, to in inside:
            if inner in {b"udta", b"meta", b"uuid"}:
                bare.seek(at - 4)
                bare.write(b"free" + bytes(to - at))
    return bare.getvalue()
