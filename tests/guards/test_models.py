"""Tables: who owns them, what they keep and for how long, and how they change."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from motcua.platform.database import grants

POINTED_AT = {"identity", "agencies"}
NAMED = re.compile(r"^\d{4}_[a-z][a-z0-9_]+$")
NAMELESS = re.compile(r"auto|^\d{4}_(alter|remove|rename|add|delete)_\w+_and_more$")


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("motcua.")]


def our_apps():
    return [config for config in apps.get_app_configs() if config.name.startswith("motcua.")]


def test_every_model_says_what_personal_data_it_holds_and_for_how_long():
    wrong = [
        model.__qualname__
        for model in our_models()
        if not all(isinstance(getattr(model, name, None), str) for name in ("retention", "personal_data"))
    ]
    assert not wrong, f'Give these models class attributes retention = "…" and personal_data = "…": {wrong}'


def test_no_foreign_key_leaves_its_room_except_to_people_and_agencies():
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, models.ForeignKey) else None
            if target is None or target == "self":
                continue
            there = target._meta.app_label
            if there != model._meta.app_label and there not in POINTED_AT:
                wrong.append(f"{model.__qualname__}.{field.name}")
    assert not wrong, f"Store the id and ask the other room's door; these point into another room: {wrong}"


def test_tables_carry_the_name_of_their_room():
    wrong = [
        model._meta.db_table
        for model in our_models()
        if not model._meta.db_table.startswith(f"{model._meta.app_label}_")
    ]
    assert not wrong, f"Rights are given by table name; begin it with the room's: {wrong}"


def test_the_ledger_is_append_only_for_the_application():
    tables = [model._meta.db_table for model in our_models() if model._meta.app_label == "ledger"]
    assert all(grants.rights_on(table) == "SELECT, INSERT" for table in tables)


def test_migrations_are_named():
    wrong = []
    for config in our_apps():
        for file in Path(config.path).glob("migrations/[0-9]*.py"):
            if not NAMED.match(file.stem) or NAMELESS.search(file.stem):
                wrong.append(f"{config.label}/{file.stem}")
    assert not wrong, f"Name what the migration does (makemigrations --name fee_lines): {wrong}"


def test_migrations_are_one_line_without_merges():
    loader = MigrationLoader(None)
    for config in our_apps():
        leaves = loader.graph.leaf_nodes(config.label)
        assert len(leaves) <= 1, f"{config.label} has two heads {leaves}; make one depend on the other."
    merges = [
        f"{label}.{name}"
        for (label, name), migration in loader.disk_migrations.items()
        if sum(parent[0] == label for parent in migration.dependencies) > 1
    ]
    assert not merges, f"Renumber instead of merging: {merges}"


def test_every_change_of_a_model_has_its_migration(db, capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"Run: .venv/bin/motcua manage makemigrations --name …\n{capsys.readouterr().out}")
