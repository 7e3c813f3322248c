"""The settings of the tests: a data folder of their own, made for each run."""

import os
import tempfile
from pathlib import Path

DATA = tempfile.mkdtemp(prefix="rosette-test-")
os.environ.update(ROSETTE_MODE="test", ROSETTE_DATA=DATA)
(Path(DATA) / "static").mkdir()

from rosette.server.config.settings import *  # noqa: E402, F403

if "ROSETTE_TEMPLATE" in os.environ:
    DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ["ROSETTE_TEMPLATE"]  # noqa: F405
