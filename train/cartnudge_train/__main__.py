"""`python -m cartnudge_train`."""

import sys

from .main import main

sys.exit(main(sys.argv[1:]))
