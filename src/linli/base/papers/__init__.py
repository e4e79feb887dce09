"""Slips and ledgers as PDF: `render_pdf("slip", {...})`. What each template needs stands at its head."""

from linli.base.papers.render import Contract, Ledger, Slip, SlipRow, render_pdf
from linli.base.papers.word import render_docx

__all__ = ["Contract", "Ledger", "Slip", "SlipRow", "render_docx", "render_pdf"]
