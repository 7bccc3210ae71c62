"""The bill of materials names everything that is shipped, with what it can be recognised by."""

import importlib.util
import re
import tomllib

from tests.conftest import CHECKOUT

_spec = importlib.util.spec_from_file_location("sbom", CHECKOUT / "scripts" / "sbom.py")
sbom = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sbom)


def test_every_pin_and_every_vendored_package_is_in_it_once():
    refs = [one["bom-ref"] for one in sbom.bill()["components"]]
    assert len(set(refs)) == len(refs)
    pins = re.findall(r"^[A-Za-z0-9][^ \n]*==", (CHECKOUT / "requirements" / "runtime.txt").read_text(), re.MULTILINE)
    assert sum(ref.startswith("pkg:pypi/") for ref in refs) == len(pins) > 50
    packages = tomllib.loads((CHECKOUT / "vendor.toml").read_text())["package"]
    others = [one for one in packages if one["registry"] != "pypi"]
    assert len(refs) == len(pins) + len(others)
    assert {f"@{one['version']}" for one in others} <= {"@" + ref.rpartition("@")[2] for ref in refs}


def test_each_can_be_recognised_by_its_hashes():
    for one in sbom.bill()["components"]:
        hashes = [each["value"] for each in one.get("properties", [])]
        hashes += [each["hashes"][0]["content"] for each in one.get("components", [])]
        assert hashes or one.get("scope") == "excluded", one["name"]
        assert all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes)


def test_the_same_pins_give_the_same_bill_and_another_pin_another():
    assert sbom.bill() == sbom.bill()
    (one,) = sbom.pinned("Foo_Bar[x]==1.0 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via y\n")
    assert (one["purl"], len(one["properties"])) == ("pkg:pypi/foo-bar@1.0", 1)
    assert sbom.component("npm", "@a/b", "1", "MIT")["purl"] == "pkg:npm/%40a/b@1"
