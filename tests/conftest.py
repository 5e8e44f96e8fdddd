"""What several tests share: the sample built once, in every language it has."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def leafdeck(*arguments, folder=ROOT, check=True):
    """Run the command as a user does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=folder, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The sample in every language: language -> {"leaflet": path, "deck": path}."""
    folder = tmp_path_factory.mktemp("built")
    done = leafdeck("build", "--lang", "all", "--output", folder, "--json")
    files = {}
    for one in json.loads(done.stdout)["written"]:
        files.setdefault(one["language"], {})[one["kind"]] = Path(one["path"])
    return files
