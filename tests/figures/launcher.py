"""Runs commands in turns and measures each: wall clock, processor time, memory. A small process of its own.

What a child is said to use at most begins with what its parent used when it forked, so the one who measures must be small:
this file is run by itself (`python -I -S launcher.py`), with a request on standard input and the measurements on standard
output, both JSON. Request: {"commands": [[...], ...], "rounds": n, "environment": {...}, "watch": bool}.
"""

import json
import os
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


def run(command, environment, watch):
    """Run one command to its end and return what it used, its children included."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execve(command[0], command, environment)
        finally:
            os._exit(127)
    together = 0
    while watch:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        together = max(together, memory_of(child))
        time.sleep(0.004)
    else:
        _, status, used = os.wait4(child, 0)
    return {"wall": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime, "largest": used.ru_maxrss * UNIT,
            "together": together, "status": os.waitstatus_to_exitcode(status)}  # fmt: skip


def memory_of(process):
    """Return the memory of a process and its children in bytes, pages they share counted once (Linux; 0 elsewhere)."""
    total = 0
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            total = sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
        with open(f"/proc/{process}/task/{process}/children") as file:
            children = file.read().split()
    except OSError:
        return total
    return total + sum(memory_of(int(one)) for one in children)


def main():
    """Answer one request."""
    request = json.load(sys.stdin)
    rounds = [[run(command, request["environment"], request["watch"]) for command in request["commands"]]
              for _ in range(request["rounds"])]  # fmt: skip
    json.dump(rounds, sys.stdout)


if __name__ == "__main__":
    main()
