"""The customer's PC under Wine. It runs the same Windows Python that the host is built from, so its builder must be found."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging/windows"))
