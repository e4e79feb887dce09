"""Tables keep to the tiers, say what they are, and name their constraints."""

from __future__ import annotations

import tomllib
from typing import Any

from django.apps import apps
from django.db import models

from tests.consistency.source import ROOT

EXCEPTIONS: dict[str, str] = {}  # "app.Model.field": the reason why this one may point sideways


def own_models() -> list[type[models.Model]]:
    """The tables that we made."""
    return [model for model in apps.get_models() if model.__module__.startswith("linli.")]


def _ranks() -> dict[str, int]:
    """How high each app stands, read from the import contracts: `linli.base.web` over `linli.base.audit`."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {each["containers"][0]: each["layers"] for each in contracts if each["type"] == "layers"}
    ranks: dict[str, int] = {}
    for height, tier in enumerate(reversed(layers["linli"])):
        ranks[f"linli.{tier}"] = height * 100
        for step, row in enumerate(reversed(layers.get(f"linli.{tier}", []))):
            for name in row.split("|"):
                ranks[f"linli.{tier}.{name.strip(' ()')}"] = height * 100 + step
    return ranks


def _home(model: type[models.Model]) -> str:
    parts = model.__module__.split(".")
    return ".".join(parts[:3] if parts[1] in {"base", "core"} else parts[:2])


def test_foreign_keys_point_down() -> None:
    """import-linter can't see "app.Model" in quotes; the register of models can."""
    ranks, wrong = _ranks(), []
    for model in own_models():
        for field in model._meta.get_fields():
            there: Any = field.related_model if field.is_relation and getattr(field, "concrete", False) else None
            if there is None or not there.__module__.startswith("linli."):
                continue
            here, target = _home(model), _home(there)
            if here != target and ranks[target] >= ranks[here]:
                wrong.append(f"{model._meta.label}.{field.name}")
    assert sorted(set(wrong) - set(EXCEPTIONS)) == []


def test_every_model_says_what_it_is() -> None:
    silent = [model._meta.label for model in own_models() if (model.__doc__ or "").startswith(f"{model.__name__}(")]
    assert silent == []


def test_constraints_are_named_as_true_sentences() -> None:
    """`matters_matter_beyond_received_has_handler`: the name is what a person reads when the database refuses."""
    wrong = []
    for model in own_models():
        for constraint in model._meta.constraints:
            words = constraint.name.removeprefix(f"{model._meta.app_label}_").split("_")
            if not constraint.name.startswith(model._meta.app_label) or len(words) < 3:
                wrong.append(f"{model._meta.label}: {constraint.name}")
    assert wrong == []


def test_no_model_orders_itself() -> None:
    """A read that needs an order says so; a hidden one costs every other read."""
    assert [model._meta.label for model in own_models() if model._meta.ordering] == []


def test_every_app_has_one_first_migration_and_none_without_a_name() -> None:
    files = ROOT.glob("src/linli/**/migrations/0*.py")
    assert [path.name for path in files if "auto" in path.stem] == []
