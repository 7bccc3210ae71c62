"""The browser of tests, pictures and measurements: Chromium as Debian packs it, in its headless build where that is there.

The headless build draws by the same engine and leaves out the window around the page: a new page costs a quarter.
"""

import shutil

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or ""
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
