"""Measure and print every promised figure: `python tests/figures [--quick] [SECTION ...]`; sections: speed text standards deck.

The exit code is 0 whether the figures hold or not, 1 if a section could not be measured to its end.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import traceback
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:1] = [str(TESTS.parent), *(str(TESTS / room) for room in (".", "pdf", "text", "powerpoint", "deck"))]

from figures import report

SECTIONS = {"speed": "speed", "text": "text", "standards": "standards", "deck": "decks"}


def main() -> None:
    """Print one table a section."""
    arguments = argparse.ArgumentParser(description="Measure and print every figure this project promises.")
    arguments.add_argument("sections", nargs="*", metavar="SECTION", help=f"any of {', '.join(SECTIONS)}; all without any")
    arguments.add_argument("--quick", action="store_true", help="fewer rounds and files, no veraPDF, no LibreOffice")
    asked = arguments.parse_args()
    if unknown := set(asked.sections) - SECTIONS.keys():
        arguments.error(f"unknown section {min(unknown)}, expected any of {', '.join(SECTIONS)}")
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors", flush=True)
    done: list[report.Figure] = []
    crashed = False
    for name in asked.sections or SECTIONS:
        section = importlib.import_module(f"figures.{SECTIONS[name]}")
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        found: list[report.Figure] = []
        try:
            found.extend(section.figures(quick=asked.quick))
        except Exception:
            crashed = True
            traceback.print_exc()
        print(report.table(section.TITLE, found), flush=True)
        done += found
    counts = [sum(figure.holds is verdict for figure in done) for verdict in (True, False, None)]
    print("\n{} figures hold, {} do not, {} were not measured".format(*counts))
    sys.exit(1 if crashed else 0)


if __name__ == "__main__":
    main()
