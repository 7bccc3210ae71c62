"""Fetches and builds what the UI kit and the forms ship from others, and writes down where each byte comes from.

    scripts/vendor.py check     compare every vendored file with vendor.toml (no network)
    scripts/vendor.py build     fetch the pinned npm packages into a temporary folder and build everything anew

Nothing of this runs when the product runs: the results are committed.
"""

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "src/motcua/platform/ui"
FORMS = ROOT / "src/motcua/forms"
STATIC = UI / "static/ui"
FIXTURES = UI / "tests/fixtures"
MANIFEST = ROOT / "vendor.toml"
NOT_OFFERED = ("header", "footer")  # both draw the crown
ICON = '<svg class="mc-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'


def manifest() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences() -> list[str]:
    """One sentence for each vendored file that is missing or not what vendor.toml says."""
    found = []
    for package in manifest()["package"]:
        for entry in package["files"]:
            path = ROOT / entry["path"]
            if not path.exists():
                found.append(f"{entry['path']} is missing; run scripts/vendor.py build")
            elif sha256(path) != entry["sha256"]:
                found.append(
                    f"{entry['path']} differs from vendor.toml; run scripts/vendor.py build and look at the diff"
                )
    return found


def fetch(folder: Path) -> Path:
    """Install the npm packages named in vendor.toml, at their exact versions, without running their scripts."""
    wanted = [f"{p['name']}@{p['version']}" for p in manifest()["package"] if p["registry"] == "npm"]
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", *wanted],
        cwd=folder,
        check=True,
    )
    return folder / "node_modules"


def build_css(modules: Path, folder: Path) -> None:
    load = folder / "load"
    load.mkdir(exist_ok=True)
    (load / "pkg").symlink_to(modules / "govuk-frontend/dist/govuk")
    sass: list[str | Path] = [
        modules / ".bin/sass",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        f"--load-path={load}",
    ]
    subprocess.run([*sass, UI / "scss/motcua.scss", STATIC / "motcua.css"], check=True)


def build_js(modules: Path) -> None:
    esbuild: list[str | Path] = [
        modules / ".bin/esbuild",
        UI / "js/start.mjs",
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
    ]
    notice = "--banner:js=/* start.mjs of our UI kit, with parts of govuk-frontend (MIT, Crown Copyright) */"
    command = [*esbuild, "--legal-comments=none", notice, f"--outfile={STATIC / 'start.js'}"]
    subprocess.run(command, check=True, env={**os.environ, "NODE_PATH": str(modules)})


def build_live_forms(modules: Path, folder: Path) -> None:
    """cel-js' parser, as it is, with our short stand-ins for its neighbours: we bring the meaning of the tree ourselves."""
    parser = folder / "cel-parser"
    shutil.copytree(FORMS / "js/parser", parser)
    shutil.copyfile(modules / "@marcbachmann/cel-js/lib/parser.js", parser / "parser.js")
    esbuild: list[str | Path] = [
        modules / ".bin/esbuild",
        FORMS / "js/live.mjs",
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        f"--alias:cel-parser={parser / 'parser.js'}",
    ]
    notice = "--banner:js=/* live.mjs of our forms, with the parser of @marcbachmann/cel-js (MIT, Marc Bachmann) */"
    command = [*esbuild, "--legal-comments=none", notice, f"--outfile={FORMS / 'static/forms/live.js'}"]
    subprocess.run(command, check=True)


def build_icons(modules: Path) -> None:
    """Each icon named in icons.txt as a template: inline SVG takes the colour of the text beside it."""
    target = UI / "templates/ui/icons"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in (UI / "icons.txt").read_text(encoding="utf-8").split():
        source = (modules / f"lucide-static/icons/{name}.svg").read_text(encoding="utf-8")
        shapes = source[source.index(">", source.index("<svg")) + 1 : source.index("</svg>")]
        (target / f"{name}.svg").write_text(ICON + " ".join(shapes.split()) + "</svg>\n", encoding="utf-8")


def build_fixtures(modules: Path) -> None:
    """govuk-frontend's expected HTML, all components we may offer, in one reproducible gzip."""
    cases = {}
    for path in sorted((modules / "govuk-frontend/dist/govuk/components").glob("*/fixtures.json")):
        if path.parent.name not in NOT_OFFERED:
            fixtures = json.loads(path.read_text(encoding="utf-8"))["fixtures"]
            cases[path.parent.name] = [{key: case[key] for key in ("name", "options", "html")} for case in fixtures]
    text = json.dumps(cases, ensure_ascii=False, separators=(",", ":"))
    (FIXTURES / "govuk-frontend.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def copy_files(modules: Path) -> None:
    import django_htmx

    for subset in ("latin", "vietnamese", "latin-ext"):
        for weight in (400, 700):
            name = f"noto-sans-{subset}-{weight}-normal.woff2"
            shutil.copyfile(modules / "@fontsource/noto-sans/files" / name, STATIC / "fonts" / name)
    shutil.copyfile(Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js", STATIC / "htmx-2.min.js")
    axe = (modules / "axe-core/axe.min.js").read_bytes()
    (FIXTURES / "axe.min.js.gz").write_bytes(gzip.compress(axe, mtime=0))


def write_hashes() -> None:
    """Put the new hashes into vendor.toml, leaving the rest of the text as it is."""
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if 'path = "' in line:
            path = line.split('path = "')[1].split('"')[0]
            head = line.split(", sha256")[0].rstrip(" },")
            lines[number] = f'{head}, sha256 = "{sha256(ROOT / path)}" }},'
    MANIFEST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def build() -> None:
    for folder in (STATIC / "fonts", FIXTURES):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        modules = fetch(folder)
        build_css(modules, folder)
        build_js(modules)
        build_live_forms(modules, folder)
        build_icons(modules)
        build_fixtures(modules)
        copy_files(modules)
    write_hashes()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("check", "build"))
    if parser.parse_args().what == "build":
        build()
    found = differences()
    print("\n".join(found) or "vendor.toml and the files agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
