# SPDX-License-Identifier: MIT
"""What people who watch cost: an evening of one, and many at the same time."""

import json
import resource

from stand import BUILD, CEILING, ROOT, Site, hook_path, memory_kb, post, write_requests

FILM_SECONDS, CHECK_IN_SECONDS = 7200, 10
TICKS_A_SECOND = 10_000_000
EVENING = ROOT / "tests/fixtures/jellyfin-real/sequences/watched-twice-12"
VIEWERS, STEPS, MEMORY_KB = 2000, 4, 16 << 10


# --- one film in a browser ---

def recorded(name):
    return json.loads((EVENING / name).read_bytes())


def progress(second, checked_in):
    """A report of the server: where its own clock is, and where the browser was when it said
    so. Near the end the server counts the film as played, and forgets the place."""
    is_over = checked_in > FILM_SECONDS * 0.9
    body = recorded("08-progress.json" if is_over else "04-progress.json")
    body["Session"]["PlayState"]["PositionTicks"] = second * TICKS_A_SECOND
    body["Item"]["RunTimeTicks"] = body["Item"]["MediaSources"][0]["RunTimeTicks"] = \
        FILM_SECONDS * TICKS_A_SECOND
    if not is_over:
        body["Item"]["UserData"] |= {"PlaybackPositionTicks": checked_in * TICKS_A_SECOND,
                                     "PlayedPercentage": 100 * checked_in / FILM_SECONDS}
    return body


def evening():
    """A browser checks in every ten seconds; the server reports each of these, and a tick a
    second of its own."""
    yield recorded("01-play.json")
    checked_in = 0
    for second in range(1, FILM_SECONDS):
        yield progress(second, checked_in)
        if second % CHECK_IN_SECONDS == 0:
            checked_in = second
            yield progress(second, checked_in)
    yield recorded("07-scrobble.json")
    yield recorded("10-stop.json")


def growth():
    """Of the file, by the whole evening, sent as fast as possible."""
    with Site() as site:
        ryot = site.add("ryot", BUILD / "ryot-cgi")
        ryot.start()
        ryot.fill()
        site.start_nginx()
        # The first report of another film, so that the tables have their first pages.
        requests = write_requests(site.folder / "17", 17_000, viewers=1, steps=1)
        ryot.request("POST", hook_path(0), (requests / "0.body").read_bytes())
        ryot.stop()
        before = ryot.database.stat().st_size
        ryot.start()
        for body in evening():
            status, _ = ryot.request("POST", hook_path(0), json.dumps(body).encode())
            assert status == 200
        ryot.stop()
        return {"growth of the file by a film in a browser, kB": {
            "value": (ryot.database.stat().st_size - before) / 1000, "most_value": 200}}


# --- many at the same time ---

def crowd(minutes):
    """That many viewers, with a tick a second each, for so long; then the same with the
    ceiling."""
    least = 2 * VIEWERS + 1000
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most == resource.RLIM_INFINITY or most >= least, f"ulimit -n is below {least}"
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with Site() as site:
        programs = site.add("ryot", BUILD / "ryot-cgi"), site.add("other", CEILING)
        for program in programs:
            program.start()
            program.fill(VIEWERS)
        site.start_nginx()
        requests = write_requests(site.folder / "7", 7_000, VIEWERS, STEPS)
        ryot, ceiling = (post(program, requests, VIEWERS, round(60 * minutes), delay_ms=1000)
                         for program in programs)
        name = f"{VIEWERS} viewers, a tick a second, {minutes:g} min"
        return {
            name: {"ratio": ryot["per_second"] / ceiling["per_second"],
                   "p99_ratio": ryot["p99_us"] / ceiling["p99_us"], "most_p99_ratio": 3,
                   "cpu_ratio": ryot["cpu_us"] / ceiling["cpu_us"],
                   "per_second": ryot["per_second"], "p99_ms": ryot["p99_us"] / 1e3,
                   "errors": ryot["refused"] + ryot["broken"], "no_errors": True},
            "... memory kB": {"value": memory_kb(programs[0].process.pid, "VmHWM"),
                              "most_value": MEMORY_KB}}
