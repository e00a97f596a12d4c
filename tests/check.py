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
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))

import leftovers  # noqa: E402

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


def in_words(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def table(stages, results):
    """A table for people; the last line has the count."""
    print("\ncheck: stage           time  result")
    for stage in stages:
        seconds, wrong = results.get(stage, (None, "not run"))
        print(f"check: {stage:14s} {'' if seconds is None else in_words(seconds):>5s}  "
              f"{wrong or 'passed'}")
    total = sum(seconds for seconds, _ in results.values())
    print(f"check: {'together':14s} {in_words(total):>5s}")
    passed = sum(1 for _, wrong in results.values() if not wrong)
    print(f"check: {passed} passed, {len(results) - passed} failed", flush=True)


def main():
    args = sys.argv[1:]
    goes_on = args[:1] == ["--go-on"]
    stages = args[goes_on:]
    results = {}
    leftovers.adopt()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("check: ended"))
    try:
        for stage in stages:
            print(f"\ncheck: === {stage}", flush=True)
            begun = time.monotonic()
            wrong = run(stage)
            results[stage] = time.monotonic() - begun, wrong
            if wrong:
                print(f"check: {stage}: {wrong}", flush=True)
                if not goes_on:
                    break
    finally:
        leftovers.end(leftovers.descendants())
        table(stages, results)
    sys.exit(1 if any(wrong for _, wrong in results.values()) else 0)


if __name__ == "__main__":
    main()
