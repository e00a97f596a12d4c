# SPDX-License-Identifier: MIT
"""make budget: the exact costs of a webhook, against tests/bench/budget.txt.

Ticks of 7 kB from 64 viewers, in rounds of 64; no result depends on the speed of the
machine. The difference in cost between a long and a short run is divided by the
difference in webhooks, so that start and stop do not count.
"""

import re
import signal
import struct
import sys
import time

from stand import (BUILD, ROOT, VIEWERS, Site, body_of, hook_path, memory_kb, post, tick,
                   write_requests)

sys.path.insert(0, str(ROOT / "tests/e2e"))
import fastcgi  # noqa: E402

BODY = 7_000
FEW, MORE = 5, 25  # rounds


class Kind:
    """A kind of work: reports of 7 kB, of so many integrations, and their outcome."""

    def __init__(self, outcome, hooks=VIEWERS, **changes):
        self.outcome, self.body, self.rounds = outcome.encode(), body_of(BODY) | changes, 0
        self.hooks = hooks

    def reports(self):
        """Those of the next round, one for each viewer."""
        self.rounds += 1
        return [tick(self.body, viewer, 0.1 + 0.001 * self.rounds) for viewer in range(VIEWERS)]


KINDS = {"": Kind("tracked"), "ignored-": Kind("ignored", hooks=1, Event="ItemAdded")}


def play(program, kind, rounds):
    """Rounds of reports on the socket of the program, which is paused until all are sent."""
    with fastcgi.connections(program.socket, VIEWERS) as lines:
        for _ in range(rounds):
            program.process.send_signal(signal.SIGSTOP)
            for viewer, (line, body) in enumerate(zip(lines, kind.reports())):
                line.send(fastcgi.begin()
                          + fastcgi.hook_params(hook_path(viewer % kind.hooks), len(body))
                          + fastcgi.stdin(body))
            program.process.send_signal(signal.SIGCONT)
            for line in lines:
                status, said = line.answer()
                assert status == 200 and b'"outcome":"' + kind.outcome in said, said


def each(count):
    """Cost per webhook; count(rounds) returns the cost of a run."""
    return (count(FEW + MORE) - count(FEW)) / (MORE * VIEWERS)


def instructions(program, kind):
    def count(rounds):
        out = program.folder / f"callgrind-{rounds}"
        program.start(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}"])
        play(program, kind, rounds)
        program.stop()
        return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M).group(1))

    return each(count)


def system_calls(program, kind):
    def count(rounds):
        out = program.folder / f"strace-{rounds}"
        # -D: signals must reach the program, not strace.
        program.start(["strace", "-D", "-c", "-U", "calls,name", "-o", out])
        play(program, kind, rounds)
        program.stop()
        while not (found := re.search(r"^ *(\d+) total$", out.read_text(), re.M)):
            time.sleep(0.01)  # strace writes after the program has ended
        return int(found.group(1))

    return each(count)


def allocations(program, kind):
    path = program.folder / "allocations"

    def count(rounds):
        path.write_bytes(bytes(8))
        program.environment |= {"LD_PRELOAD": str(BUILD / "tests/shims/allocations.so"),
                                "ALLOCATIONS_FILE": str(path)}
        program.start()
        play(program, kind, rounds)
        program.stop()
        del program.environment["LD_PRELOAD"]
        return struct.unpack("<q", path.read_bytes())[0]

    return each(count)


def measure():
    """{name: value}, with a database that already knows all viewers."""
    found = {}
    with Site() as site:
        program = site.add("ryot", BUILD / "ryot-cgi")
        program.start()
        program.fill()
        for kind in KINDS.values():
            play(program, kind, 1)
        program.stop()
        for name, kind in KINDS.items():
            found[f"{name}instructions"] = instructions(program, kind)
            found[f"{name}allocations"] = allocations(program, kind)
            found[f"{name}system-calls"] = system_calls(program, kind)
        found["ignored-of-tick"] = found["ignored-instructions"] / found["instructions"]
        started = [program.start() for _ in range(5) if not program.stop()]
        found["start-ms"] = sorted(started)[2] * 1000
        found["memory-idle-kb"] = memory_kb(program.process.pid)
        site.start_nginx()
        post(program, write_requests(site.folder / "7", BODY), 64, 2)
        found["memory-busy-kb"] = memory_kb(program.process.pid, "VmHWM")
        program.stop()
    return found


def main():
    lines = (ROOT / "tests/bench/budget.txt").read_text().splitlines()
    budget = {name: float(most) for name, most in
              (line.split() for line in lines if line and not line.startswith("#"))}
    found = measure()
    assert found.keys() == budget.keys(), (sorted(found), sorted(budget))
    over = [name for name in budget if found[name] > budget[name]]
    for name, most in budget.items():
        print(f"  {name:20s} {found[name]:10.2f}  of {most:10.1f}"
              f"{'   OVER' if name in over else ''}")
    if over:
        sys.exit(f"budget: over in {', '.join(over)}; tests/bench/budget.txt says more")
    print("budget: kept")


if __name__ == "__main__":
    main()
