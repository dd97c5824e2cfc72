"""Every Django command; `yongxu` does the same and more."""

import sys

from yongxu.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
