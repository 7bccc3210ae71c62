"""What must never be in the repository."""

import re

from motcua.catalogue.first.reading import read_first
from tests.conftest import CHECKOUT, committed

# Put together here, so that this file does not hold what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb.deb" + "ian.org"]
CDNS = ["unp" + "kg.com", "jsde" + "livr", "cdn" + "js", "google" + "apis", "gst" + "atic", "bootstrap" + "cdn"]
INDEX_LINE = re.compile(r"^\s*(--index-url|--extra-index-url|--trusted-host|--find-links|-i |-f )", re.MULTILINE)
TEXT = (".py", ".md", ".txt", ".in", ".toml", ".yaml", ".yml", ".html", ".js", ".mjs", ".css", ".scss", ".po", ".cfg")
EVERYBODYS = {"/", "/tmp", "/home", "/srv", "/opt", "/var/lib"}
LARGEST_BYTES = 2_000_000


def texts():
    for path in committed():
        if path.suffix in TEXT or path.name in {"Makefile", "run", ".importlinter"}:
            yield path.relative_to(CHECKOUT).as_posix(), path.read_text(errors="replace")


def test_no_package_registry_and_no_delivery_network_is_named():
    wrong = [f"{name}: {host}" for name, text in texts() for host in (*HOSTS, *CDNS) if host in text]
    assert not wrong, f"Packages come by name only, pages fetch nothing from elsewhere: {wrong}"


def test_no_path_of_one_machine_is_named():
    parent = CHECKOUT.parent
    places = [f"{CHECKOUT}/"] + ([f"{parent}/"] if str(parent) not in EVERYBODYS else [])
    wrong = [name for name, text in texts() for place in places if place in text]
    assert not wrong, f"Write paths relative to the checkout: {wrong}"


def test_pins_carry_hashes_and_no_index_address():
    for name in ("runtime", "dev"):
        pins = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
        assert not INDEX_LINE.search(pins), f"requirements/{name}.txt names an index; run: make pins"
        unhashed = re.findall(r"^([a-z0-9_.-]+==[^ \\\n]+)\s*$", pins, re.MULTILINE)
        assert not unhashed, f"requirements/{name}.txt lacks hashes for {unhashed}; run: make pins"


def test_every_direct_dependency_is_pinned():
    for name in ("runtime", "dev"):
        wanted = (CHECKOUT / "requirements" / f"{name}.in").read_text()
        pins = (CHECKOUT / "requirements" / f"{name}.txt").read_text().lower()
        names = re.findall(r"^([A-Za-z][A-Za-z0-9_.-]*)", wanted, re.MULTILINE)
        missing = [one for one in names if f"\n{re.sub(r'[-_.]+', '-', one).lower()}==" not in pins]
        assert not missing, f"Run: make pins (not pinned: {missing})"


def test_no_large_file_is_carried():
    large = [path.name for path in committed() if path.stat().st_size > LARGEST_BYTES]
    assert not large, f"Keep large files out of the repository: {large}"


def test_the_readme_counts_what_is_there_and_leads_to_every_page_of_help():
    readme = (CHECKOUT / "README.md").read_text()
    journeys = len(list((CHECKOUT / "procedures").glob("*/journey.yaml")))
    services = len(list((CHECKOUT / "procedures").glob("*/procedure.yaml"))) - journeys
    first = read_first()
    named = sum(1 for entry in first.values() if entry.get("known") == "name")
    said = f"{services} services and {journeys} guided paths written by hand, and {len(first)} everyday procedures"
    assert said in " ".join(readme.split()), "README.md counts otherwise: mend the sentence"
    assert f"(of {named} only the name is known yet)" in " ".join(readme.split())
    pages = [*(CHECKOUT / "docs/how-to").glob("*.md"), *(CHECKOUT / "docs/tutorials").glob("*.md")]
    lost = [page.name for page in pages if f"({page.relative_to(CHECKOUT)})" not in readme]
    assert lost == [], 'name these pages under "Where to go on" in README.md'


def test_decisions_are_numbered_once_and_each_begins_with_its_number():
    decisions = sorted((CHECKOUT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert len(numbers) == len(set(numbers)), "two decisions have the same number"
    wrong = [path.name for path in decisions if not path.read_text().startswith(f"# {int(path.name[:4])}. ")]
    assert wrong == [], "begin with the number: # 12. What is decided"


def test_no_browser_test_waits_by_a_string_of_script():
    word = "wait_for_" + "function("
    wrong = [name for name, text in texts() if name.endswith(".py") and word in text]
    assert not wrong, (
        f"The pages' policy forbids eval, so such a wait breaks at its second look; use expect(locator): {wrong}"
    )
