"""`make run`: tables, demo, and the site, with progress."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from yongxu.cli import main  # noqa: E402

if __name__ == "__main__":
    os.chdir(ROOT)
    print("database: making or updating the tables", flush=True)
    status = main(["migrate", "--verbosity", "0"])
    print("demo: loading goals, organisations and the fictional city", flush=True)
    status = status or main(["demo"])
    if status:
        sys.exit(status)
    main(["demo_accounts"])
    print("The public pages need no account. Stop with Ctrl-C.", flush=True)
    sys.exit(main(["serve", *sys.argv[1:]]))
