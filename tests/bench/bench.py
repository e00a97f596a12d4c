# SPDX-License-Identifier: MIT
"""make bench: the cost of durable webhooks, as ratios to the ceiling in the same run.

    bench.py [name...]      BENCH_ROUNDS=5 BENCH_SECONDS=2 BENCH_BIG=1 BENCH_DIR=/tmp
                            BENCH_LONG=1 (minutes with many viewers)

Rounds alternate between the two programs, and each ratio is the median of the
rounds, so that other load on the machine affects both. docs/performance.md explains
every row.
"""

import json
import os
import statistics
import struct
import sys

import rows
import viewing
import watched
import yank
from stand import BUILD, CEILING, ROOT, Site, hook_path, memory_kb, post, write_requests

ROUNDS = int(os.environ.get("BENCH_ROUNDS", 5))
SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
SIZES = {"7": 7_000, "17": 17_000, "94": 94_000}
CONNECTIONS = (1, 8, 64, 256)
OF_CEILING = {"7": 0.75, "17": 0.65, "94": 0.60}  # at 64 connections
OF_DURABLE = {"7": 0.8, "17": 0.8, "94": 0.6}
LONG = float(os.environ.get("BENCH_LONG", 1))
SYNC_MS = 10
TICKS = 7200


def compare(first, second, requests, connections, rounds=ROUNDS):
    """Alternating rounds of both; medians of the results and of their ratios."""
    pairs = [(post(first, requests, connections, SECONDS),
              post(second, requests, connections, SECONDS)) for _ in range(rounds)]

    def median(of):
        return statistics.median(of(a, b) for a, b in pairs)

    return {
        "per_second": median(lambda a, b: a["per_second"]),
        "of": median(lambda a, b: b["per_second"]),
        "ratio": median(lambda a, b: a["per_second"] / b["per_second"]),
        "p99_ms": median(lambda a, b: a["p99_us"] / 1e3),
        "p99_ratio": median(lambda a, b: a["p99_us"] / b["p99_us"]),
        "cpu_us": median(lambda a, b: a["cpu_us"]),
        "cpu_ratio": median(lambda a, b: a["cpu_us"] / b["cpu_us"]),
        "errors": sum(x["refused"] + x["broken"] for pair in pairs for x in pair),
    }


def pair(site, **second):
    """Starts ryot-cgi and the program it is compared with."""
    programs = site.add("ryot", BUILD / "ryot-cgi"), site.add("other", **second)
    start(site, *programs)
    return programs


def start(site, *programs):
    for program in programs:
        program.start()
        program.fill()
    site.start_nginx()


def ceiling():
    """Throughput, latency and memory, compared with the ceiling."""
    found = {}
    with Site() as site:
        ryot, other = pair(site, binary=CEILING)
        found["memory idle kB"] = {"value": memory_kb(ryot.process.pid), "most_value": 12 << 10}
        for name, size in SIZES.items():
            requests = write_requests(site.folder / name, size)
            for connections in CONNECTIONS:
                is_marked = (name, connections) == ("7", 64)
                row = compare(ryot, other, requests, connections,
                              ROUNDS * (3 if is_marked else 1))
                row["no_errors"] = True
                if connections == 64:
                    row["least_ratio"] = OF_CEILING[name]
                if is_marked:
                    row["most_p99_ratio"] = 2.5
                    found["memory kB, 64 connections"] = {
                        "value": memory_kb(ryot.process.pid, "VmHWM"), "most_value": 12 << 10}
                found[f"ingest {name} kB, {connections} connections"] = row
                tell(f"ingest {name} kB, {connections} connections", row)
    return found


def durable():
    """Throughput, compared with a ceiling that writes what is new of each body, and syncs
    it once a round."""
    found = {}
    with Site() as site:
        ryot, other = site.add("ryot", BUILD / "ryot-cgi"), site.add("other", CEILING)
        other.environment["CEILING_FILE"] = str(site.folder / "written")
        start(site, ryot, other)
        for name, size in SIZES.items():
            requests = write_requests(site.folder / name, size)
            for connections in CONNECTIONS:
                row = compare(ryot, other, requests, connections)
                row |= {"no_errors": True, "least_ratio": OF_DURABLE[name]}
                found[f"durable {name} kB, {connections} connections"] = row
                tell(f"durable {name} kB, {connections} connections", row)
        assert (site.folder / "written").stat().st_size > 0
    return found


def slow_disk():
    """The same program with and without 10 ms added to each fsync."""
    with Site() as site:
        slow, fast = pair(site, binary=BUILD / "ryot-cgi")
        slow.stop()
        faults = site.folder / "faults"
        faults.write_bytes(struct.pack("<16q", *[0] * 14, SYNC_MS, 0))  # struct faults
        slow.environment |= {"LD_PRELOAD": str(BUILD / "tests/shims/faults.so"),
                             "FAULTS_FILE": str(faults)}
        slow.start()
        requests = write_requests(site.folder / "7", 7_000)
        few, many = (compare(slow, fast, requests, count) for count in (64, 256))
    for row in few, many:
        row["no_errors"] = True
    # Upper bound: each of 64 clients waits for one fsync per answer.
    possible = min(few["of"], 64 * 1000 / SYNC_MS)
    return {"fsync of 10 ms, 64 connections": few,
            "... of what is possible": {"value": few["per_second"] / possible,
                                        "least_value": 0.5},
            "... p99 in fsyncs": {"value": few["p99_ms"] / SYNC_MS, "most_value": 4},
            "fsync of 10 ms, 256 connections": many}


def growth():
    """A film of two hours, one tick per second, sent as fast as possible."""
    with Site() as site:
        ryot = site.add("ryot", BUILD / "ryot-cgi")
        ryot.start()
        ryot.fill()
        site.start_nginx()
        requests = write_requests(site.folder / "17", 17_000, viewers=1, steps=TICKS)
        ryot.request("POST", hook_path(0), (requests / "0.body").read_bytes())
        ryot.stop()
        before = ryot.database.stat().st_size
        ryot.start()
        for number in range(TICKS):
            status, _ = ryot.request("POST", hook_path(0),
                                     (requests / f"{number}.body").read_bytes())
            assert status == 200
        ryot.stop()
        return {"growth of the file by 7200 ticks, kB": {
            "value": (ryot.database.stat().st_size - before) / 1000, "most_value": 200}}


SCENARIOS = {
    "ceiling": ceiling,
    "durable": durable,
    "rows": lambda: rows.cost(compare, bool(os.environ.get("BENCH_BIG"))),
    "slow_disk": slow_disk,
    "growth": lambda: growth() | viewing.growth(),
    "crowd": lambda: viewing.crowd(LONG),
    "pages": rows.pages,
    "reads": lambda: rows.reads(2 * ROUNDS, SECONDS),  # these vary most
    "watched": watched.cost,
    "yank": yank.cost,
}


# --- the table ---

def verdict(row):
    """"" for a row without limits, else "ok" or the limits it missed."""
    wants = []
    for name, value in row.items():
        side, _, of = name.partition("_")
        if side == "least":
            wants.append((row[of] >= value, f"{of} >= {value}"))
        elif side == "most":
            wants.append((row[of] <= value, f"{of} <= {value}"))
    if row.get("no_errors"):
        wants.append((row["errors"] == 0, "0 errors"))
    missed = [want for is_met, want in wants if not is_met]
    return "missed: " + ", ".join(missed) if missed else "ok" if wants else ""


def tell(name, row):
    if "ratio" in row:
        text = (f"{row['ratio']:6.2f} | {row['p99_ratio']:5.1f} | {row['cpu_ratio']:5.1f}"
                f" | {row['per_second']:7.0f} | {row['p99_ms']:7.1f} | {row['errors']:3d}")
    else:
        text = f"{row['value']:6.4g} |       |       |         |         |    "
    print(f"| {name:38s} | {text} | {verdict(row)} |", flush=True)


def store(found):
    """Merges the rows into those of earlier runs."""
    path = ROOT / "build/bench/last.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(before | found, indent=1) + "\n")
    return path


def main(names):
    print(f"| {'':38s} | ratio  | p99   | CPU   | per s   | p99 ms  | err | |")
    print("|" + "---|" * 8, flush=True)
    missed = 0
    for name in names or SCENARIOS:
        found = SCENARIOS[name]()
        path = store(found)
        for title, row in found.items():
            if name not in ("ceiling", "durable") or "ratio" not in row:  # printed already
                tell(title, row)
            missed += verdict(row).startswith("missed")
    print(f"\n{missed} rows missed their mark; all are in {path}")


main(sys.argv[1:])
