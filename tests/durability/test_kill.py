"""No acknowledged fact is lost when the writer is killed; the whole two hundred rounds are `make kill`."""

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.enable_socket
def test_no_acknowledged_fact_is_lost_when_the_writer_is_killed() -> None:
    told = {key: value for key, value in os.environ.items() if not key.startswith(("ROSETTE_", "DJANGO_"))}
    made = subprocess.run(
        [sys.executable, "-m", "tests.durability.killing", "12"], capture_output=True, text=True, check=False, env=told
    )
    assert made.returncode == 0, made.stderr[-3000:]
    found = json.loads(made.stdout)
    assert found["acknowledged"] > 12
    assert (found["lost"], found["without audit"], found["audit without fact"]) == (0, 0, 0)
    assert found["chain whole"]
    assert found["integrity"] == "ok"
