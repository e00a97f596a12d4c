# SPDX-License-Identifier: MIT
"""The cost of a large database, and of reads beside webhooks."""

import hashlib
import sqlite3
import statistics
import threading
import time
import uuid

from stand import BUILD, VIEWERS, Site, cpu_ns, get, post, write_requests

SMALL = 10_000
LARGE = {"10^6 rows": 1_000_000, "10^7 rows": 10_000_000}
DAY_MS = 86_400_000


def fill(program, count, viewers=VIEWERS):
    """Inserts that many works, each with an id, an item, a play of one of the viewers within
    three years, a delivery and their link. In the order of ids, without syncing the disk."""
    begun = int(time.time() * 1000) - 3 * 365 * DAY_MS
    step = 3 * 365 * DAY_MS // count
    with sqlite3.connect(program.database) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {count})"
        for text in (
                "INSERT INTO work (id, person_id, kind, title, created_ms)"
                f" SELECT 1000 + i, 1 + i % {viewers}, 'movie', 'Film number ' || i, 0 FROM n",
                "INSERT INTO work_id (person_id, kind, source, value, work_id)"
                f" SELECT 1 + i % {viewers}, 'movie', 'tmdb', 2000000 + i, 1000 + i FROM n",
                "INSERT INTO item (id, work_id, part) SELECT 1000 + i, 1000 + i, '' FROM n",
                "INSERT INTO play (id, user_id, item_id, integration_id, state, share, furthest,"
                " position_ms, duration_ms, started_ms, updated_ms, completed_ms)"
                f" SELECT i, 1 + i % {viewers}, 1000 + i, 1 + i % {viewers}, 'completed', 960000,"
                f" 960000, 5760000, 6000000, {begun} + {step} * (i - 1), {begun} + {step} * i - 1,"
                f" {begun} + {step} * i - 1 FROM n",
                "INSERT INTO delivery (id, integration_id, first_ms, last_ms, event, outcome,"
                f" reason, detail, octets) SELECT i, 1 + i % {viewers}, {begun} + {step} * i,"
                f" {begun} + {step} * i, 'Stop', 'tracked', 'completed', 'The play is completed.',"
                " 7000 FROM n",
                "INSERT INTO delivery_play SELECT i, i FROM n"):
            db.execute(f"{numbers} {text}" if "WITH" not in text else text)
            db.commit()
    db.close()


def keep_everything(program):
    """Disables pruning, which would delete the rows to be measured."""
    program.environment |= {"RYOT_RETENTION_DAYS": "36500", "RYOT_RETENTION_ROWS": "1000000000"}


def cost(compare, is_big):
    """CPU time and throughput, compared with the same program with 10^4 rows."""
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


PAGES = ("/", "/library", "/library?state=completed&sort=title", "/history", "/statistics",
         "/works/1001", "/settings/integrations", "/settings/integrations/1",
         "/settings/integrations/1/deliveries", "/settings/deliveries/1")
API = ("/api/v1/now", "/api/v1/history", "/api/v1/plays", "/api/v1/works", "/api/v1/works/1001",
       "/api/v1/integrations", "/api/v1/deliveries?integration=1")


# What a person sees and a script asks for, on the first page of each list and on later ones.
LISTS = (
    "/", "/library", "/library?page=500", "/library?kind=show", "/library?kind=book&page=20",
    "/library?state=in_progress", "/library?state=completed", "/library?state=completed&sort=title",
    "/library?sort=title&after=60000", "/library?sort=newest", "/library?kind=movie&sort=newest&after=60000",
    "/search?q=number", "/search?q=number+77", "/search?q=film", "/library?q=film&sort=title",
    "/history", "/history?kind=audiobook", "/history?state=open", "/history?before={middle}",
    "/statistics", "/statistics?year={year}", "/works/1001", "/works/{show}", "/settings/account",
    "/settings/tokens", "/settings/integrations", "/settings/integrations/1",
    "/settings/integrations/1/deliveries", "/settings/integrations/1/deliveries?outcome=ignored",
    "/settings/deliveries/1", "/settings/unmatched", "/settings/people")
API_LISTS = ("/api/v1/now", "/api/v1/history", "/api/v1/plays", "/api/v1/works",
             "/api/v1/works?page=500", "/api/v1/works?q=film", "/api/v1/works/1001",
             "/api/v1/works/{show}", "/api/v1/integrations", "/api/v1/unmatched",
             "/api/v1/deliveries?integration=1", "/api/v1/deliveries?integration=1&outcome=ignored")
WORKS = 100_000
EPISODES = 30  # of each show; one in ten works is one


def fill_library(program):
    """A person with so many works of all kinds within three years: what is begun, a show
    with many episodes, reports that led to nothing."""
    now = int(time.time() * 1000)
    begun, step = now - 3 * 365 * DAY_MS, 3 * 365 * DAY_MS // WORKS
    n = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %d)"
    kind = ("CASE i % 10 WHEN 0 THEN 'show' WHEN 1 THEN 'audiobook' WHEN 2 THEN 'book'"
            " WHEN 3 THEN 'podcast' ELSE 'movie' END")
    at = f"{begun} + {step} * i"
    with sqlite3.connect(program.database) as db:
        for text in (
                "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                "PRAGMA cache_size = -400000", "PRAGMA temp_store = MEMORY",
                f"CREATE TEMP TABLE n AS {n % WORKS} SELECT i FROM n",
                f"CREATE TEMP TABLE e AS {n % EPISODES} SELECT i AS e FROM n",
                "INSERT INTO work (id, person_id, kind, title, sort_title, created_ms)"
                f" SELECT 1000 + i, 1, {kind}, 'Film number ' || i, 'film number ' || i, {at}"
                " FROM n",
                "INSERT INTO work_id (person_id, kind, source, value, work_id)"
                f" SELECT 1, {kind}, 'tmdb', 2000000 + i, 1000 + i FROM n",
                *("INSERT INTO work_word (person_id, word, work_id)"
                  f" SELECT 1, {word}, 1000 + i FROM n" for word in ("'film'", "'number'", "i")),
                "INSERT INTO item (work_id, part) SELECT 1000 + i, '' FROM n WHERE i % 10 > 0",
                "INSERT INTO item (work_id, part, season, episode)"
                " SELECT 1000 + i, 's1e' || e, 1, e FROM n, e WHERE i % 10 = 0",
                # One in five hundred is begun and not completed.
                "INSERT INTO play (user_id, item_id, integration_id, state, share, furthest,"
                " position_ms, duration_ms, started_ms, updated_ms, completed_ms)"
                " SELECT 1, t.id, 1, CASE i % 500 WHEN 7 THEN 'in_progress' ELSE 'completed' END,"
                f" 960000, 960000, 5760000, 6000000, {at} - 6000000, {at},"
                f" CASE i % 500 WHEN 7 THEN NULL ELSE {at} END"
                " FROM n JOIN item t ON t.work_id = 1000 + i ORDER BY t.work_id, t.id",
                # As many as an integration keeps.
                "INSERT INTO delivery (id, integration_id, first_ms, last_ms, event, outcome,"
                f" reason, detail, octets) SELECT i, 1, {at}, {at}, 'Stop',"
                " CASE i % 10 WHEN 0 THEN 'ignored' ELSE 'tracked' END,"
                " 'completed', 'The play is completed.', 7000 FROM n WHERE i <= 10000",
                "INSERT INTO delivery_about (delivery_id, title)"
                " SELECT i, 'Film number ' || i FROM n WHERE i <= 10000",
                "INSERT INTO delivery_play SELECT i, i FROM n WHERE i <= 10000",
                "UPDATE person SET is_admin = 1 WHERE id = 1"):
            db.execute(text)
            db.commit()
    db.close()
    return {"show": 1000 + WORKS, "middle": begun + (now - begun) // 2,
            "year": time.gmtime(begun / 1000).tm_year + 1}


def pages(times=9):
    """CPU of one page or list, each by itself, of a person with 100,000 works."""
    found = {}
    with Site() as site:
        hooks = site.add("hooks", BUILD / "ryot-cgi")
        hooks.start()
        hooks.fill()
        hooks.stop()
        words = fill_library(hooks)
        browser, script = sign_in(hooks)
        web = site.add_pages_of(hooks)
        keep_everything(web)
        web.start()
        site.start_nginx()
        for paths, headers in (LISTS, browser), (API_LISTS, script):
            for path in paths:
                found[f"CPU of {path}, ms"] = {
                    "value": cpu_of(web, path.format(**words), headers, times), "most_value": 5}
    return found


def cpu_of(program, path, headers, times):
    """In milliseconds, as a median: the page cache may have to be filled first."""
    spent = []
    for _ in range(times):
        before = cpu_ns(program.process.pid)
        status, content = program.request("GET", path, headers=headers)
        assert status == 200, (path, status, content[:200])
        spent.append((cpu_ns(program.process.pid) - before) / 1e6)
    return statistics.median(spent)


def sign_in(program):
    """Headers of the first viewer: those of a browser, and those of a script."""
    secret = str(uuid.uuid4())
    digest = hashlib.blake2b(secret.encode(), digest_size=32).digest()
    now = int(time.time() * 1000)
    with sqlite3.connect(program.database) as db:
        db.execute("INSERT INTO session (user_id, hash, created_ms, last_used_ms, user_agent,"
                   " remote) VALUES (1, ?, ?, ?, 'bench', '127.0.0.1')", (digest, now, now))
        db.execute("INSERT INTO token (user_id, scope, name, hash, created_ms)"
                   " VALUES (1, 'all', 'bench', ?, ?)", (digest, now))
    db.close()
    return {"Cookie": f"ryot_session={secret}"}, {"Authorization": f"Bearer {secret}"}


def half_speed_ms(hooks, requests, seconds):
    """The delay between two posts of each of 64 clients, for half the full rate."""
    full = post(hooks, requests, 64, seconds)
    return max(1, round(1000 * 64 / (full["per_second"] / 2) - full["p50_us"] / 1000))


def beside(hooks, web, requests, seconds, paths, headers):
    """Rate of webhooks beside GETs on 8 connections, relative to webhooks alone; and the
    results of the GETs."""
    delay_ms = half_speed_ms(hooks, requests, seconds)
    alone = post(hooks, requests, 64, seconds, delay_ms)
    found = {}
    load = threading.Thread(
        daemon=True, target=lambda: found.update(post(hooks, requests, 64, seconds, delay_ms)))
    load.start()
    got = get(web, paths, headers, 8, seconds)
    load.join()
    return {"kept": found["per_second"] / alone["per_second"],
            "per_second": got["per_second"], "p99_ms": got["p99_us"] / 1e3,
            "errors": got["refused"] + got["broken"]}


def median(rounds, of):
    return statistics.median(found[of] for found in rounds)


def reads(rounds, seconds):
    """Reads of a user with 100,000 plays, while webhooks arrive at half the full rate."""
    found = {}
    with Site() as site:
        hooks = site.add("hooks", BUILD / "ryot-cgi")
        keep_everything(hooks)
        hooks.start()
        hooks.fill()
        hooks.stop()
        fill(hooks, 100_000, viewers=1)
        browser, script = sign_in(hooks)
        web = site.add_pages_of(hooks)
        keep_everything(web)
        hooks.start()
        web.start(["nice", "-n", "10"])  # as nginx/run.sh and systemd do
        site.start_nginx()
        requests = write_requests(site.folder / "7", 7_000)
        for name, paths, headers in (("pages", PAGES, browser), ("API", API, script)):
            for path in paths:
                status, _ = hooks.request("GET", path, headers=headers)
                assert status == 200, (path, status)
            told = [beside(hooks, web, requests, seconds, paths, headers)
                    for _ in range(rounds)]
            found |= {
                f"webhooks beside {name}": {"value": median(told, "kept"), "least_value": 0.8},
                f"{name}, per second": {"value": median(told, "per_second")},
                f"{name}, p99 ms": {"value": median(told, "p99_ms")},
                f"{name}, errors": {"value": sum(one["errors"] for one in told),
                                    "most_value": 0},
            }
    return found
