"""`python -m yongxu.cli`: the command without its script."""

import sys

from yongxu.cli import main

sys.exit(main())
