"""The same data as a Word document that an office goes on writing in, from a template that Word can re-style."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FORMS = Path(__file__).parent / "word_templates"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_docx(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper `template` ("contract") with `data`. What people wrote is put in as text: it is never read as a tag."""
    from docxtpl import DocxTemplate  # 20 MB, with the first document that is asked for

    path = FORMS / f"{template}.docx"
    if not path.is_file():
        message = f"There is no Word template {template!r}."
        raise LookupError(message)
    document = DocxTemplate(path)
    document.render(dict(data), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
