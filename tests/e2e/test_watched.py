# SPDX-License-Identifier: MIT
"""Servers that send are asked what was watched: the years before, and what was missed."""

import signal
import subprocess
import time

import pytest

from audiobookshelf import cut_off, environment, says
from clocked import START_MS
from media_server import KEY, report
from server import BOUND, BUILD, SANITIZER, wait_until
from watched_server import ALICE, HOUR_MS, WatchedServer, years_before

HTML = says(200, "<html>", "text/html")


@pytest.fixture
def clocked(clocked_server):
    """What a test has asked is not asked again by the next one."""
    yield clocked_server
    for number, in clocked_server.rows("SELECT id FROM integration WHERE enabled = 1"):
        clocked_server.ctl("integration", "set", number, "--disable")


@pytest.fixture(params=["emby", "jellyfin"])
def media(request):
    media = WatchedServer(request.param)
    yield media
    media.close()


@pytest.fixture
def jellyfin():
    media = WatchedServer("jellyfin")
    yield media
    media.close()


def start(server, *args):
    env = environment() | {name: server.env[name] for name in server.env
                           if name in ("LD_PRELOAD", "CLOCK_FILE", "ASAN_OPTIONS")}
    return subprocess.Popen(
        [BUILD / "ryot-yank", *map(str, args), "--database", server.database],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=env)


def yank(server, *args):
    """One run, as cron starts it, by the clock of the server."""
    process = start(server, *args)
    out, errors = process.communicate(timeout=BOUND)
    assert not SANITIZER.search(errors), errors
    assert KEY not in out + errors
    return process.returncode


def asking(person, media, who="alice"):
    """An integration that has chosen whose viewings it asks for."""
    hook = person.hook(media.provider)
    person.server.ctl("integration", "set", hook.id, "--url", media.url, "--key-stdin",
                      stdin=f"{KEY}\n".encode())
    person.server.ctl("integration", "ask", hook.id, "--person", who)
    media.forget_requests()
    return hook


def state(hook):
    return hook.server.ctl("integration", "ask", hook.id)


def counts(hook):
    return hook.server.rows(
        "SELECT count(*), sum(completed_ms = 0), count(DISTINCT item_id) FROM play"
        " WHERE user_id = ?", hook.person.id)[0]


def settle(hook, wish="--write"):
    hook.server.ctl("integration", "import", hook.id, wish)
    assert yank(hook.server) == 0


def reasons(hook):
    return sorted(one["reason"] for one in hook.deliveries())


# --- the years before ---

def test_first_it_only_counts_then_imports_and_takes_back(clocked, media):
    clocked.set_clock(START_MS)
    years_before(media)
    person = clocked.person()
    hook = asking(person, media)
    assert yank(clocked) == 0
    told = state(hook)
    assert told["summary"] == "16 films, 300 episodes, 4 without a known time", told
    assert (told["person"], told["is_asked"], told["is_done"]) == ("alice", False, True)
    assert counts(hook)[0] == 0, "nothing is written"
    settle(hook)
    assert counts(hook) == (316, 4, 316)
    assert state(hook)["is_asked"] and hook.deliveries() == []
    # Again, and once more after it was taken back: each play once.
    settle(hook)
    assert counts(hook) == (316, 4, 316)
    number, = clocked.rows("SELECT id FROM import WHERE user_id = ?", person.id)[0]
    clocked.ctl("import", "--user", person.name, "--undo", number)
    assert counts(hook)[0] == 0
    clocked.set_clock(START_MS + 2 * HOUR_MS)
    assert yank(clocked) == 0
    assert counts(hook)[0] == 0, "what was taken back does not come again"
    settle(hook)
    assert counts(hook) == (316, 4, 316)
    assert KEY not in clocked.logs()


def test_killed_at_every_request_it_loses_nothing(clocked, jellyfin):
    clocked.set_clock(START_MS)
    years_before(jellyfin, films=450, episodes=10)
    hook = asking(clocked.person(), jellyfin)
    settle(hook, "--look")
    clocked.ctl("integration", "import", hook.id, "--write")
    jellyfin.forget_requests()
    killed = 0
    while True:
        process = start(clocked)
        jellyfin.forget_requests()
        jellyfin.on_request = lambda number, p=process, at=killed + 1: number == at and p.kill()
        process.communicate(timeout=BOUND)
        if process.returncode != -signal.SIGKILL:
            break
        killed += 1
    jellyfin.on_request = None
    # What is killed at last is the run after the import, which tells of it.
    assert killed >= 4 and process.returncode in (0, 75)
    assert counts(hook) == (464, 4, 464)


@pytest.mark.parametrize("fault, code", [
    (says(401), 78), (says(403), 78), (says(404), 78), (says(500), 75), (HTML, 78),
    (cut_off, 75)], ids=["401", "403", "404", "500", "html", "cut"])
def test_a_fault_leaves_nothing_half_done(clocked, jellyfin, fault, code):
    clocked.set_clock(START_MS)
    years_before(jellyfin, films=3, episodes=3)
    hook = asking(clocked.person(), jellyfin)
    jellyfin.break_at("/Items?userId", fault)
    assert yank(clocked) == code
    assert state(hook)["error"] and counts(hook)[0] == 0
    jellyfin.mend()
    clocked.ctl("integration", "import", hook.id, "--look")
    assert yank(clocked) == 0
    settle(hook)
    assert counts(hook) == (10, 4, 10) and state(hook)["error"] is None


# --- afterwards ---

def test_what_webhooks_missed_is_added_and_what_they_told_is_not(clocked, media):
    clocked.set_clock(START_MS)
    hook = asking(clocked.person(), media)
    settle(hook, "--skip")
    media.film(1, START_MS + HOUR_MS)
    media.episode(5, START_MS + HOUR_MS, played=False, percent=40)
    clocked.set_clock(START_MS + 4 * HOUR_MS)
    assert yank(clocked) == 0
    assert reasons(hook) == ["reconciled", "reconciled"]
    # Told, and found by asking afterwards.
    answer = hook.post(report(media.provider, 97, "stop", episode=7))
    assert answer.json["outcome"] == "tracked", answer.json
    media.episode(7, START_MS + 3 * HOUR_MS)
    clocked.set_clock(START_MS + 6 * HOUR_MS)
    media.forget_requests()
    assert yank(clocked) == 0
    assert reasons(hook).count("reconciled") == 2
    assert counts(hook)[0] == 3
    assert len(media.asked()) == 2, media.asked()
    # Within the hour nothing is asked.
    media.forget_requests()
    assert yank(clocked) == 0 and media.asked() == []


def test_after_a_gap_it_is_asked_at_once(clocked, jellyfin):
    clocked.set_clock(START_MS)
    hook = asking(clocked.person(), jellyfin)
    settle(hook, "--skip")
    assert yank(clocked) == 0
    jellyfin.forget_requests()
    clocked.set_clock(START_MS + HOUR_MS // 2)
    assert yank(clocked) == 0
    assert len(jellyfin.asked()) == 2, "it was away for half an hour"


def test_the_page_leads_through_it(bob, jellyfin):
    years_before(jellyfin, films=3, episodes=3, until_ms=int(time.time() * 1000))
    hook = bob.hook("jellyfin")
    page = f"/settings/integrations/{hook.id}"
    assert "What we ask" not in bob.get(page).text
    bob.submit(page, f"settings/integrations/{hook.id}/server",
               server_url=jellyfin.url, server_key=KEY)
    wait_until(lambda: "Bob <b>" in bob.get(page).text, "the persons there")
    bob.submit(page, f"settings/integrations/{hook.id}/person", person=ALICE)
    found = "alice has watched: 7 films, 3 episodes, 4 without a known time."
    wait_until(lambda: found in bob.get(page).text, "what there is")
    view = bob.get(page)
    assert "Nothing of it is written yet." in view.text and counts(hook)[0] == 0
    form = next(form for form in view.forms if form.fields.get("wish") == "import")
    bob.follow(bob.send(view, form))
    wait_until(lambda: "Every hour" in bob.get(page).text, "the end of the import")
    assert counts(hook)[0] == 10
    bob.submit(page, f"settings/integrations/{hook.id}/person", person="")
    assert not state(hook)["is_asked"]
    assert KEY not in bob.server.logs()
