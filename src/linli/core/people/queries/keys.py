"""Keyed hashes by which numbers are found that nobody can read in the database."""

from __future__ import annotations

from linli.base.secrets import blind_index

TAIL = 4


def hash_of_id(id_number: str) -> str:
    """By what a whole identity number is found; empty for none."""
    return blind_index(id_number, "id") if id_number else ""


def hash_of_phone(phone: str) -> str:
    """By what a whole phone is found; empty for none."""
    return blind_index(phone, "phone") if phone else ""


def hash_of_tail(phone: str) -> str:
    """By what the last four digits of a phone are found; empty for none."""
    return blind_index(phone[-TAIL:], "phone-tail") if phone else ""
