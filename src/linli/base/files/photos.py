"""Photos are drawn anew: what comes out holds the picture and nothing else.

Drawing it anew leaves behind the place where it was taken (GPS), the camera, comments, and whatever somebody hid in or
behind the picture. Sizes are bounded before a single pixel is unpacked.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import AvifImagePlugin, Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from linli.base.errors import Refused

DECODERS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin, AvifImagePlugin)  # importing them makes them known
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_EDGE, SMALL_EDGE = 2560, 480
MAX_PIXELS = {"JPEG": 80_000_000, "MPO": 80_000_000}  # a JPEG is unpacked at the size that is needed
MAX_PIXELS_OTHER = 40_000_000
QUALITY = 82


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew, as JPEG, and its small copy."""

    full: bytes
    small: bytes
    width: int
    height: int


def draw_anew(file: Any) -> Drawn:
    """The picture without anything but its pixels; refused when it is no photo, damaged or absurdly large."""
    picture = _unpacked(file)
    picture.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    width, height = picture.size
    full = _packed(picture)
    picture.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return Drawn(full, _packed(picture), width, height)


def _unpacked(file: Any) -> Image.Image:
    try:
        with Image.open(file, formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS.get(opened.format or "", MAX_PIXELS_OTHER):
                raise _too_many_pixels()
            opened.draft("RGB", (MAX_EDGE, MAX_EDGE))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return _flat(upright)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except MemoryError:
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001 -- a hostile file makes the decoders raise almost anything
        message = _("This is not a photo that can be read. Please send a JPEG, PNG or WebP picture.")
        raise Refused("not-a-photo", message) from None


def _flat(picture: Image.Image) -> Image.Image:
    """Red, green and blue on white, and no word beside them."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        flat = Image.new("RGB", layer.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    flat = picture.convert("RGB")
    flat.info.clear()  # a comment would be written out again
    return flat


def _packed(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _too_many_pixels() -> Refused:
    return Refused("photo-too-many-pixels", _("This picture has too many pixels. Please send a smaller one."))
