"""``python -m api.cli``: the program where no script is installed."""

from __future__ import annotations

import sys

from api.cli import main

sys.exit(main())
