"""Recordings for tests: small, true files of their kinds."""

from __future__ import annotations

import io
import struct
import wave


def a_wav(seconds: int = 1, rate: int = 8000) -> bytes:
    """Silence of some seconds."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(b"\x80" * rate * seconds)
    return out.getvalue()


def an_ogg(seconds: int = 1) -> bytes:
    """The first and the last page of an Opus file."""
    first = b"OggS" + bytes(24) + b"OpusHead" + bytes(11)
    return first + b"OggS\x00\x04" + struct.pack("<q", seconds * 48_000) + bytes(14)


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of an MPEG-4 file."""
    content = b"".join(inside)
    return struct.pack(">I", 8 + len(content)) + name + content


def an_m4a(seconds: int = 1, place: bytes = b"+41.4270+123.3390/") -> bytes:
    """A recording of a telephone, with the place where it was made."""
    header = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    notes = box(b"udta", box(b"\xa9xyz", place))
    return box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov", header, notes) + box(b"mdat", b"sound")


def a_webm(seconds: int = 1) -> bytes:
    """What a browser records: no duration, clusters with their times."""
    head = b"\x1aE\xdf\xa3" + b"\x87" + b"\x42\x82\x84webm"
    cluster = b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" + b"\xe7\x84" + struct.pack(">I", seconds * 1000)
    return head + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + cluster + b"\xa3\x84abcd"


def an_mp3() -> bytes:
    """A tag with words of its own, then a frame."""
    return b"ID3\x04\x00\x00" + bytes([0, 0, 0, 10]) + b"+41.427000" + b"\xff\xfb\x90\x00" + bytes(400)
