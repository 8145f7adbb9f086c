"""``python -m embargowatch``: the command line."""

import sys

from embargowatch.cli import main

sys.exit(main())
