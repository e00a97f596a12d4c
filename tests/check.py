# SPDX-License-Identifier: MIT
"""make check: runs the stages in order and ends with a table of results.

usage: check.py [--go-on] STAGE...   (--go-on: continue after a failure, like make -k)

A stage is a target of the Makefile. It fails when make fails, when it exceeds its time
limit, or when it leaves a program running.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))

import leftovers  # noqa: E402
from results import Results  # noqa: E402

MAKE = os.environ.get("MAKE", "make")
# Minutes. Many times the usual duration on two idle processors; they end a stage that
# hangs.
BOUND = int(os.environ.get("STAGE_BOUND", "40"))


def environment():
    """Keeps the variables of make's own flags; each stage has its own jobs."""
    made = dict(os.environ)
    flags = made.pop("MAKEFLAGS", "").split(" -- ", 1)
    made.pop("MFLAGS", None)
    if len(flags) == 2:
        made["MAKEFLAGS"] = f" -- {flags[1]}"
    return made


def run(stage):
    """Returns what went wrong; nothing on success."""
    process = subprocess.Popen([MAKE, "--no-print-directory", stage], env=environment(),
                               stdin=subprocess.DEVNULL)
    wrong = []
    try:
        if process.wait(BOUND * 60) != 0:
            wrong.append("failed")
    except subprocess.TimeoutExpired:
        wrong.append(f"not done after {BOUND} minutes")
    left = leftovers.descendants()
    leftovers.end(left)
    if left:
        wrong.append(f"left running: {', '.join(left.values())}")
    return ", ".join(wrong)


def main():
    args = sys.argv[1:]
    goes_on = args[:1] == ["--go-on"]
    stages = args[goes_on:]
    results = Results("check", "stage", stages)
    leftovers.adopt()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("check: ended"))
    try:
        for stage in stages:
            if not results.run(stage, run, stage) and not goes_on:
                break
    finally:
        leftovers.end(leftovers.descendants())
        results.show()
    sys.exit(1 if results.failed else 0)


if __name__ == "__main__":
    main()
