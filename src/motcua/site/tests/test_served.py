"""What a new web process has loaded before it takes its first request."""

import subprocess
import sys

LOADED = "import sys, motcua.site.served; print('motcua.dossiers.web.urls' in sys.modules)"


def test_a_new_web_process_knows_its_pages_before_anybody_asks_for_one():
    said = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "True"
