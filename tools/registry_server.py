"""Serves a folder of registry records as API version 2 of ClinicalTrials.gov, on this machine alone.

`python tools/registry_server.py FOLDER [PORT]`, then `rosette portfolio sync --server http://127.0.0.1:PORT`.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.registry import LocalRegistry, folder_of_studies, serving

if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python tools/registry_server.py FOLDER [PORT]")
    studies = folder_of_studies(Path(sys.argv[1]))
    with serving(LocalRegistry(studies), port=int(sys.argv[2]) if len(sys.argv) > 2 else 0) as registry:
        print(f"{len(studies)} studies at {registry.url}  (stop with Ctrl+C)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
