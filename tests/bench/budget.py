# SPDX-License-Identifier: MIT
"""make budget: the exact costs of a webhook, against tests/bench/budget.txt.

Reports of 7 kB in rounds of 64, for each kind of work; no result depends on the speed of
the machine. The difference in cost between a long and a short run is divided by the
difference in webhooks, so that start and stop do not count.
"""

import itertools
import platform
import re
import signal
import struct
import sys
import time

from stand import (BUILD, ROOT, VIEWERS, Site, body_of, dump, hook_path, memory_kb, post,
                   tick, write_requests)

sys.path.insert(0, str(ROOT / "tests/e2e"))
import fastcgi  # noqa: E402

BODY = 7_000
FEW, MORE = 5, 25  # rounds


class Kind:
    """A kind of work: reports of 7 kB, of so many integrations, and their outcome."""

    films = itertools.count(0, VIEWERS)  # no two kinds have one in common

    def __init__(self, outcome, hooks=VIEWERS, step=0.001, new=False, item=(), **changes):
        self.outcome, self.hooks, self.step, self.new = outcome.encode(), hooks, step, new
        self.body, self.item, self.first, self.rounds = body_of(BODY) | changes, item, None, 0

    def reports(self):
        """Those of the next round, one for each viewer."""
        self.rounds += 1
        if self.new or self.first is None:
            self.first = next(self.films)
        for viewer in range(VIEWERS):
            tick(self.body, self.first + viewer, 0.1 + self.step * self.rounds)
            self.body["Item"].update(self.item)
            yield dump(self.body)


KINDS = {
    "": Kind("tracked"),
    "ignored-": Kind("ignored", hooks=1, Event="ItemAdded"),
    "duplicate-": Kind("duplicate", step=0),
    "unmatched-": Kind("unmatched", Event="Play", item={"ProviderIds": {}}),
    "new-play-": Kind("tracked", Event="Play", new=True),
}


def play(program, kind, rounds, outcome=None):
    """Rounds of reports on the socket of the program, which is paused until all are sent."""
    wanted = b'"outcome":"' + (kind.outcome if outcome is None else outcome)
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
                assert status == 200 and wanted in said, said


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


def bytes_written(program, kind):
    """To the database and its log, which are written with pwrite."""
    def count(rounds):
        out = program.folder / f"pwrite-{rounds}"
        program.start(["strace", "-D", "-e", "trace=pwrite64", "-e", "signal=none", "-o", out])
        play(program, kind, rounds)
        program.stop()
        while not out.read_text().endswith("+++\n"):
            time.sleep(0.01)  # as above
        return sum(map(int, re.findall(r" = (\d+)$", out.read_text(), re.M)))

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


def costs(program, name):
    """{name: value} of a kind of work, on a database that knows its films."""
    kind = KINDS[name]
    program.start()
    play(program, kind, 1, outcome=b"")
    program.stop()
    return {
        f"{name}instructions": instructions(program, kind),
        f"{name}allocations": allocations(program, kind),
        f"{name}system-calls": system_calls(program, kind),
        f"{name}bytes-written": bytes_written(program, kind),
    }


def measure():
    """{name: value}. Kinds that fill the database come last: it makes all others dearer."""
    with Site() as site:
        program = site.add("ryot", BUILD / "ryot-cgi")
        program.start()
        program.fill()
        program.stop()
        found = costs(program, "")
        started = [program.start() for _ in range(5) if not program.stop()]
        found["start-ms"] = sorted(started)[2] * 1000
        found["memory-idle-kb"] = memory_kb(program.process.pid)
        site.start_nginx()
        post(program, write_requests(site.folder / "7", BODY), 64, 2)
        found["memory-busy-kb"] = memory_kb(program.process.pid, "VmHWM")
        program.stop()
        for name in list(KINDS)[1:]:
            found |= costs(program, name)
        found["ignored-of-tick"] = found["ignored-instructions"] / found["instructions"]
    return found


def read_budget(release):
    """{name: most}, by the figures taken on that release of Debian, else on the newest."""
    lines = (ROOT / "tests/bench/budget.txt").read_text().splitlines()
    (_, *releases), *rows = (line.split() for line in lines
                             if line and not line.startswith("#"))
    column = releases.index(release) if release in releases else -1
    print(f"budget: figures of Debian {releases[column]}")
    return {name: float(most[column]) for name, *most in rows}


def main():
    system = platform.freedesktop_os_release()
    print(f"budget: on {system['PRETTY_NAME']}")
    budget = read_budget(system.get("VERSION_ID"))
    found = measure()
    assert found.keys() == budget.keys(), (sorted(found), sorted(budget))
    over = [name for name in budget if found[name] > budget[name]]
    for name, most in budget.items():
        print(f"  {name:24s} {found[name]:10.2f}  of {most:10.1f}"
              f"{'   OVER' if name in over else ''}")
    if over:
        sys.exit(f"budget: over in {', '.join(over)}; tests/bench/budget.txt says more")
    print("budget: kept")


if __name__ == "__main__":
    main()
