"""The matrix of roles is whole."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import linli
from linli.config.roles import ROLES


def permissions() -> list[type[StrEnum]]:
    """Every enum of permissions in the product."""
    found: dict[str, type[StrEnum]] = {}
    for module in pkgutil.walk_packages(linli.__path__, "linli."):
        leaf = module.name.rsplit(".", 1)[1]
        if leaf not in {"enums", "permissions"} and ".enums." not in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.endswith("Permission") and isinstance(value, type) and issubclass(value, str):
                found[f"{value.__module__}.{name}"] = value
    return list(found.values())


def test_every_permission_is_in_some_role_and_every_role_holds_permissions_that_exist() -> None:
    named = {str(value) for enum in permissions() for value in enum}
    held = {str(value) for role in ROLES.values() for value in role}
    assert held == named


def test_permissions_are_named_by_app_model_and_verb() -> None:
    assert [str(value) for enum in permissions() for value in enum if len(str(value).split(".")) < 2] == []


def test_every_enum_of_permissions_says_what_it_is_for() -> None:
    assert [enum.__name__ for enum in permissions() if not enum.__doc__] == []
