# SPDX-License-Identifier: MIT
"""A disk that fails, tears, fills up or is slow: every report answered 2xx is there."""

import errno
import itertools
import json
import signal

import pytest

import bodies
from spoil import ERROR, FOREVER, KILL, TEAR
from test_durability import stored

ROUND = 6


def assert_kept(server, hook, kept):
    have = stored(hook)
    assert {number: have.get(number) for number in kept} == kept
    assert server.ctl("check")["ok"] is True


def at_every(server, kind, step, **how):
    """One fault at a time, at the first call of that kind in a round, at the second, ...
    until a round has no more of them. Yields (hook, all answered reports)."""
    hook = server.person().hook()
    numbers = itertools.count(1)
    kept = server.round_of(hook, [next(numbers) for _ in range(ROUND)])
    assert len(kept) == ROUND
    for first in itertools.count(1, step):
        server.faults.plan(kind, first, **how)
        now = server.round_of(hook, [next(numbers) for _ in range(ROUND)])
        was_hit = getattr(server.faults, f"{kind}_count") >= first
        kept |= now
        yield hook, kept
        if not was_hit:
            assert len(now) == ROUND
            break


@pytest.mark.parametrize("kind", ["write", "sync"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_every_call_of_a_round_fails_once(spoilt, long, kind, error):
    hits = 0
    for hook, kept in at_every(spoilt, kind, 1 if long else 7, error=error):
        spoilt.faults.mend()
        assert spoilt.cgi.poll() is None, "it must live through that"
        assert_kept(spoilt, hook, kept)
        hits += 1
    assert hits > 1
    spoilt.again()
    assert_kept(spoilt, hook, kept)


@pytest.mark.parametrize("kind, how", [("write", KILL), ("write", TEAR), ("sync", KILL)])
def test_a_crash_at_every_call_of_a_round(spoilt, long, kind, how):
    deaths = 0
    for hook, kept in at_every(spoilt, kind, 1 if long else 11, how=how):
        if getattr(spoilt.faults, f"{kind}_from") > getattr(spoilt.faults, f"{kind}_count"):
            spoilt.faults.mend()
            break
        assert spoilt.cgi.wait(60) == -signal.SIGKILL
        deaths += 1
        spoilt.again()
        assert_kept(spoilt, hook, kept)
    assert deaths > 0


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_rejects_writes_is_a_503_until_it_recovers(spoilt, error):
    hook = spoilt.person().hook()
    kept = spoilt.round_of(hook, [1, 2, 3])
    spoilt.faults.plan("write", 1, FOREVER, error)
    assert spoilt.round_of(hook, [4, 5]) == {}
    assert spoilt.round_of(hook, [6]) == {}
    assert spoilt.request("GET", "/healthz").status == 200
    spoilt.faults.mend()
    kept |= spoilt.round_of(hook, [7, 8])
    assert sorted(kept) == [1, 2, 3, 7, 8]
    assert stored(hook) == kept


def test_a_database_that_cannot_grow_does_not_stop_the_log(spoilt):
    """Checkpoints keep failing: the answered reports are in the log."""
    hook = spoilt.person().hook()
    spoilt.faults.spare_wal = 1
    spoilt.faults.plan("write", 1, FOREVER, errno.ENOSPC)
    kept = {}
    for batch in range(12):
        kept |= spoilt.round_of(hook, range(1 + 40 * batch, 41 + 40 * batch))
    # Enough pages that SQLite has tried to move them.
    assert spoilt.faults.write_count > 0
    assert len(kept) > 0
    assert_kept(spoilt, hook, kept)
    assert spoilt.end_cgi() == 0, spoilt.logs()
    spoilt.again()
    assert_kept(spoilt, hook, kept)


def test_a_slow_disk_is_only_slow(spoilt):
    hook = spoilt.person().hook()
    spoilt.faults.sync_ms = 300
    kept = spoilt.round_of(hook, range(1, 41))
    assert sorted(kept) == list(range(1, 41))
    # All requests shared it.
    assert 0 < spoilt.faults.sync_count < 10
    assert stored(hook) == kept


def test_a_clock_that_jumps_back_a_day_loses_nothing(spoilt):
    hook = spoilt.person().hook()
    kept = spoilt.round_of(hook, [1, 2])
    spoilt.faults.clock_ms = -86_400_000
    kept |= spoilt.round_of(hook, [3, 4])
    assert sorted(kept) == [1, 2, 3, 4]
    assert stored(hook) == kept
    # The previous film continues as well.
    answer = hook.post(bodies.movie(1, 60))
    assert answer.status == 200
    assert spoilt.ctl("check")["ok"] is True
    spoilt.faults.clock_ms = 0
    assert hook.post(bodies.movie(1, 70)).json["reason"] == "progress"
    assert hook.post(bodies.movie(3, 70)).json["reason"] == "progress"


NFS, CIFS, SMB2, EXT4 = 0x6969, 0xff534d42, 0xfe534d42, 0xef53


def doctor(server, check):
    """(finding, what, advice) of a check, with the same faults."""
    said = server.spoilt_ctl("doctor", "--json", "--socket", server.socket).stdout
    return [(row["finding"], row["what"], row["advice"])
            for row in json.loads(said)["findings"] if row["check"] == check]


@pytest.mark.parametrize("kind, name", [(NFS, "NFS"), (CIFS, "CIFS"), (SMB2, "CIFS"), (EXT4, None)])
def test_a_network_file_system_is_named(spoilt, kind, name):
    assert spoilt.end_cgi() == 0
    spoilt.faults.fs_type = kind
    spoilt.start_cgi()
    spoilt.wait_ready()
    lines = [line for line in spoilt.logs().splitlines() if "network-disk" in line]
    found = [row for row in doctor(spoilt, "disk") if "network file system" in row[1]]
    if name is None:
        assert (lines, found) == ([], [])
        return
    assert len(lines) == 1 and f"type={name}" in lines[0] and lines[0].startswith("<4>")
    assert len(found) == 1
    finding, what, advice = found[0]
    assert finding == "look" and f"({name})" in what and "local disk" in advice


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_not_taken_for_damage(spoilt, error):
    assert spoilt.end_cgi() == 0
    spoilt.faults.fs_type = NFS
    spoilt.faults.no_locks = error
    [(finding, what, advice)] = doctor(spoilt, "database")
    assert finding == "wrong" and "(NFS) does not lock files" in what
    assert "local disk" in advice and "restore" not in advice
    done = spoilt.spoilt_ctl("user", "list")
    assert done.returncode == 74 and b"does not lock files" in done.stderr
    spoilt.start_cgi()
    assert spoilt.cgi.wait(60) == 74
    assert "does not lock files" in spoilt.logs()
    spoilt.again()


def test_a_disk_that_cannot_be_read_is_not_taken_for_damage(spoilt):
    assert spoilt.end_cgi() == 0
    spoilt.faults.plan("read", 1, FOREVER)
    [(finding, what, advice)] = doctor(spoilt, "database")
    assert finding == "wrong" and "disk" in what
    assert "dmesg" in advice and "restore" not in advice
    spoilt.again()


def test_the_server_recovers_from_errors(spoilt):
    """The failing request has a round alone: the next one succeeds again."""
    hook = spoilt.person().hook()
    for number in range(1, 6):
        spoilt.faults.plan("sync", 1, error=errno.EIO, how=ERROR)
        assert spoilt.round_of(hook, [2 * number]) == {}
        assert list(spoilt.round_of(hook, [2 * number + 1])) == [2 * number + 1]
