"""Slips and ledgers as PDF: `render_pdf("slip", {...})`. What each template needs stands at its head."""

from linli.base.papers.render import Ledger, Slip, SlipRow, render_pdf

__all__ = ["Ledger", "Slip", "SlipRow", "render_pdf"]
