"""Carrying a message to an address of others: signed, to public addresses only, and never further than there."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.utils.translation import gettext as _

from linli.base.errors import Refused

PATIENCE = 5.0  # seconds until the other side has answered
LONGEST = 400


@dataclass(frozen=True)
class Target:
    """Where a message goes. The number is looked up once and then kept: a name could point elsewhere a moment later."""

    scheme: str
    host: str
    port: int
    path: str
    number: str


@dataclass(frozen=True)
class Result:
    """What the other side answered; `error` when it did not, or not with a yes."""

    answer: int | None
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.error


def target_of(url: str) -> Target:
    """Where an address leads; refused unless it is https and public (in a closed net, a setting allows more)."""
    inside = settings.LINLI_HOOKS_INSIDE
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if not plain or not host or parts.username or parts.password or parts.fragment:
        raise Refused("hook-address", _("This is not a whole address, or it holds a password."), field="url")
    if parts.scheme not in ({"https", "http"} if inside else {"https"}):
        raise Refused("hook-address", _("The address has to begin with https://."), field="url")
    port = port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, _public_number(host, port, inside=inside))


def _public_number(host: str, port: int, *, inside: bool) -> str:
    """One number of a host; refused when any of them lies in a net of our own."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("hook-unknown", _("No computer answers to this name."), field="url") from None
    numbers = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not inside and not all(_is_public(number) for number in numbers):
        raise Refused(
            "hook-inside", _("This address lies inside a private net. We send to public ones only."), field="url"
        )
    return str(numbers[0])


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    real = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    return bool(real.is_global and not real.is_multicast)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The header by which the other side knows that a message is ours, whole and new."""
    stamp = str(int(at.timestamp()))
    said = f"{stamp}.".encode() + body
    parts = [f"t={stamp}", f"v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}"]
    if settings.LINLI_CIPHER == "sm4":
        national = HMAC(secret.encode(), hashes.SM3())
        national.update(said)
        parts.append(f"sm3={national.finalize().hex()}")
    return ",".join(parts)


def carry(url: str, secret: str, payload: dict[str, Any], *, key: str, now: datetime) -> Result:
    """Send a message and see whether it was taken. A redirect is not followed: it could lead inside."""
    body = json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Linli",
        "Linli-Delivery": key,
        "Linli-Event": str(payload.get("event", "")),
        "Linli-Signature": signature(secret, body, now),
    }
    try:
        connection = _connection(target := target_of(url))
        try:
            connection.request("POST", target.path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
    except Refused as refusal:
        return Result(None, refusal.code)
    except (OSError, http.client.HTTPException) as error:
        return Result(None, type(error).__name__)
    return Result(status, "" if 200 <= status < 300 else f"HTTP {status}")


def _connection(target: Target) -> http.client.HTTPConnection:
    """A connection to the number that was checked, under the name that the certificate has to show."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=PATIENCE)
    sock = socket.create_connection((target.number, target.port), timeout=PATIENCE)
    if target.scheme == "https":
        try:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        except OSError:
            sock.close()
            raise
    connection.sock = sock
    return connection
