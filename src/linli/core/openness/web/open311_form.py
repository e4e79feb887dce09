"""How Open311 writes its answers: XML and JSON, and the one shape of its errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse, JsonResponse

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMATS = ("xml", "json")
ONE_OF = {  # how XML calls what stands inside a list
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
}


class Unanswered(Exception):  # noqa: N818 -- it is an answer of the standard, not a failure of ours
    """The standard's way to say no: a status code and a sentence."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def answer(root: str, body: Any, fmt: str, *, status: int = 200) -> HttpResponse:
    """`body` as the format that was asked for; a list keeps its name only in XML."""
    if fmt == "json":
        response: HttpResponse = JsonResponse(
            body, safe=False, status=status, json_dumps_params={"ensure_ascii": False}
        )
        response["Content-Type"] = "application/json; charset=utf-8"
    else:
        xml = tostring(_element(root, body), encoding="utf-8", xml_declaration=True)
        response = HttpResponse(xml, status=status, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def refusal(code: int, description: str, fmt: str) -> HttpResponse:
    """Why not, as the standard says it."""
    told = [{"code": code, "description": description}]
    return answer("errors", told, fmt if fmt in FORMATS else "xml", status=code)


def _element(name: str, value: Any) -> Element:
    element = Element(name)
    _fill(element, value)
    return element


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            _fill(SubElement(element, ONE_OF[element.tag]), part)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = NOT_IN_XML.sub("", str(value))
