"""Publishes the procedure packages that stand beside the code, and lends out the answers of their scenarios."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue import api as catalogue
from motcua.kernel.actors import SYSTEM
from motcua.site.environment import CHECKOUT

FOLDER = CHECKOUT / "procedures"


def publish() -> int:
    """Publish every package in `procedures/`; returns how many. Publishing the same again changes nothing."""
    for folder in _folders():
        catalogue.publish_package(actor=SYSTEM, folder=folder)
    return len(_folders())


@cache
def _examples(code: str) -> tuple[dict[str, Any], ...]:
    found = (folder for folder in _folders() if folder.name.split("-")[0] == code)
    return tuple(
        yaml.safe_load(file.read_text(encoding="utf-8"))
        for folder in found
        for file in sorted(folder.glob("scenarios/*.yaml"))
    )


def codes() -> list[str]:
    """The procedures whose packages stand there."""
    return [folder.name.split("-")[0] for folder in _folders()]


def valid_scenarios(code: str) -> list[dict[str, Any]]:
    """The package's examples of an application that is complete and filed online."""
    return [one for one in _examples(code) if one["channel"] == "online" and one["expect"].get("valid")]


def _folders() -> list[Path]:
    return sorted(file.parent for file in FOLDER.glob("*/procedure.yaml"))
