# SPDX-License-Identifier: MIT
"""What a database that has grown costs, and what reading it costs the webhooks."""

import sqlite3
import threading

from stand import BUILD, VIEWERS, Site, get, post, write_requests

SMALL = 10_000
LARGE = {"10^6 rows": 1_000_000, "10^7 rows": 10_000_000}
DAY_MS = 86_400_000


def fill(program, count):
    """That many works, each with an id, an item, a play of one of the viewers, a delivery
    and the link of both. Written in the order of ids, without waiting for the disk."""
    with sqlite3.connect(program.database) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {count})"
        for text in (
                "INSERT INTO work (id, kind, title, created_ms)"
                " SELECT 1000 + i, 'movie', 'Film number ' || i, 0 FROM n",
                "INSERT INTO work_id SELECT 'movie', 'tmdb', 2000000 + i, 1000 + i FROM n",
                "INSERT INTO item (id, work_id, part) SELECT 1000 + i, 1000 + i, '' FROM n",
                "INSERT INTO play (id, user_id, item_id, integration_id, state, share, furthest,"
                " position_ms, duration_ms, started_ms, updated_ms, completed_ms)"
                f" SELECT i, 1 + i % {VIEWERS}, 1000 + i, 1 + i % {VIEWERS}, 'completed', 960000,"
                " 960000, 5760000, 6000000, 1000 * i, 1000 * i + 600, 1000 * i + 600 FROM n",
                "INSERT INTO delivery (id, integration_id, first_ms, last_ms, event, outcome,"
                f" reason, detail, octets) SELECT i, 1 + i % {VIEWERS}, {DAY_MS} * 20000 + i,"
                f" {DAY_MS} * 20000 + i, 'Stop', 'tracked', 'completed', 'The play is completed.',"
                " 7000 FROM n",
                "INSERT INTO delivery_play SELECT i, i FROM n"):
            db.execute(f"{numbers} {text}" if "WITH" not in text else text)
            db.commit()
    db.close()


def keep_everything(program):
    """Or the hourly tidying would take the rows away that are to be measured."""
    program.environment |= {"RYOT_RETENTION_DAYS": "36500", "RYOT_RETENTION_ROWS": "1000000000"}


def cost(compare, is_big):
    """Processor time and throughput beside the same program with 10^4 rows."""
    found = {}
    for name, count in LARGE.items():
        if count > 1_000_000 and not is_big:
            continue
        with Site() as site:
            programs = [site.add(word, BUILD / "ryot-cgi") for word in ("large", "small")]
            for program, rows in zip(programs, (count, SMALL)):
                keep_everything(program)
                program.start()
                program.fill()
                program.stop()
                fill(program, rows)
                program.start()
            site.start_nginx()
            requests = write_requests(site.folder / "7", 7_000)
            for program in programs:
                post(program, requests, 64, 1)
            row = compare(*programs, requests, 64)
            row |= {"most_cpu_ratio": 1.15, "no_errors": True}
            found[f"{name} beside 10^4"] = row
    return found


def reads(paths, headers, seconds):
    """GETs of the paths by 8 connections while webhooks come at half their speed."""
    with Site() as site:
        hooks = site.add("hooks", BUILD / "ryot-cgi")
        keep_everything(hooks)
        hooks.start()
        hooks.fill()
        hooks.stop()
        fill(hooks, 100_000)
        web = site.add("web", BUILD / "ryot-cgi", database=hooks.database)
        keep_everything(web)
        hooks.start()
        web.start()
        site.start_nginx()
        requests = write_requests(site.folder / "7", 7_000)
        full = post(hooks, requests, 64, seconds)
        delay_ms = round(1000 * 64 / (full["per_second"] / 2)
                         - full["p50_us"] / 1000)
        alone = post(hooks, requests, 64, seconds, max(delay_ms, 1))
        beside = {}
        load = threading.Thread(target=lambda: beside.update(
            post(hooks, requests, 64, seconds, max(delay_ms, 1))))
        load.start()
        got = get(web, paths, headers, 8, seconds)
        load.join()
    return {
        "webhooks beside reads": {
            "value": beside["per_second"] / alone["per_second"], "least_value": 0.8},
        "reads, per second": {"value": got["per_second"]},
        "reads, p99 ms": {"value": got["p99_us"] / 1e3},
        "reads, errors": {"value": got["refused"] + got["broken"], "most_value": 0},
    }
