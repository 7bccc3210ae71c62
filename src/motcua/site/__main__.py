"""`python -m motcua.site` is the `motcua` command."""

import sys

from motcua.site.cli import main

sys.exit(main())
