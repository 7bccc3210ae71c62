"""The bill of materials: what runtime requirements pin and what vendor.toml carries, as CycloneDX 1.6 JSON, offline.

`python scripts/sbom.py [file]`: writes it, by default to build/sbom.json. The same pins give the same bytes.
"""

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements" / "runtime.txt"
VENDORED = ROOT / "vendor.toml"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
SPDX = re.compile(r"^[A-Za-z0-9.+-]+$")


def bill() -> dict[str, Any]:
    """The whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    components = sorted([*pinned(PINS.read_text()), *vendored(VENDORED.read_text())], key=lambda one: one["bom-ref"])
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    serial = uuid5(NAMESPACE_URL, json.dumps([root, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "purl": root,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [one["bom-ref"] for one in components]}],
    }


def pinned(text: str) -> list[dict[str, Any]]:
    """Components of a file of pins. Their hashes are those of all published files, one of which is installed, so they are
    told as properties: a component's own hash would be one."""
    found = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        pin = PIN.match(block)
        if pin:
            name, version = re.sub(r"[-_.]+", "-", pin[1]).lower(), pin[2]
            files = [{"name": "motcua:sha256-of-a-published-file", "value": value} for value in HASH.findall(block)]
            found.append(component("pypi", name, version, licence_of(name)) | {"properties": files})
    return found


def vendored(text: str) -> list[dict[str, Any]]:
    """Components of vendor.toml that are no Python requirement, each with the files that are carried and their
    hashes; what only builds them is excluded."""
    return [
        component(package["registry"], package["name"], package["version"], package["licence"])
        | ({"components": [carried(file) for file in package["files"]]} if package["files"] else {"scope": "excluded"})
        for package in tomllib.loads(text)["package"]
        if package["registry"] != "pypi"
    ]


def carried(file: dict[str, str]) -> dict[str, Any]:
    return {"type": "file", "name": file["path"], "hashes": [{"alg": "SHA-256", "content": file["sha256"]}]}


def component(registry: str, name: str, version: str, licence: str) -> dict[str, Any]:
    purl = f"pkg:{registry}/{quote(name, safe='/')}@{quote(version)}"
    told: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if licence:
        told["licenses"] = [{"license": {"id": licence}} if SPDX.match(licence) else {"expression": licence}]
    return told


def licence_of(name: str) -> str:
    """The SPDX expression that the installed package declares, "" where it declares none."""
    try:
        return metadata.metadata(name).get("License-Expression") or ""
    except metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "sbom.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    document = bill()
    place.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(f"{place}: {len(document['components'])} components")
