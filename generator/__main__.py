"""Run the command line as `python -m generator`."""

import sys

if __name__ == "__main__":
    # The current folder is a user's project: a module in it must never be imported in place of a library.
    sys.path[:] = [entry for entry in sys.path if entry]
    from generator.cli import main

    main(prog_name="leafdeck")
