# SPDX-License-Identifier: MIT
"""Metrics for a monitor, and request ids in the logs."""

import re

import bodies
from server import wait_until

SAMPLE = re.compile(r'^([a-z_]+)(\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})? (-?[0-9.e+-]+)$')


def samples(server, instance="hooks"):
    """{'ryot_reports_total{provider="kodi",outcome="tracked"}': 3.0}"""
    answer = server.request("GET", f"/metrics/{instance}")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    found, typed = {}, set()
    for line in answer.body.decode().splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
        if line.startswith("#"):
            continue
        name, labels, value = SAMPLE.match(line).groups()
        assert re.sub("_(bucket|sum|count)$", "", name) in typed or name in typed, line
        assert name + (labels or "") not in found
        found[name + (labels or "")] = float(value)
    return found


def test_reports_are_counted_by_sender_and_outcome(server, hook):
    def count(outcome, provider="jellyfin"):
        return samples(server)[
            f'ryot_reports_total{{provider="{provider}",outcome="{outcome}"}}']

    before = {outcome: count(outcome) for outcome in ("tracked", "unmatched", "refused")}
    hook.post(bodies.read("movie-progress.json"))
    hook.post(bodies.read("movie-no-ids.json"))
    hook.post(b"{")
    server.post("/webhooks/integrations/jellyfin/nobody", b"{}")
    assert {outcome: count(outcome) - before[outcome] for outcome in before} == {
        "tracked": 1, "unmatched": 1, "refused": 1}
    assert count("tracked", "kodi") == 0
    film = b'{"identifier": "%d", "lot": "movie", "progress": 50}'
    hook.person.hook("kodi").post(b'{"reports": [%b, {}, %b]}' % (film % 603, film % 604))
    assert (count("tracked", "kodi"), count("refused", "kodi")) == (2, 1)


def test_answers_are_counted_and_timed(server, hook):
    before = samples(server)
    for number in range(5):
        hook.post(bodies.movie(9700 + number))
    server.post("/webhooks/integrations/jellyfin/nobody", b"{}")
    after = samples(server)

    def more(name):
        return after[name] - before[name]

    # The second scrape counts the first.
    assert more('ryot_answers_total{status="2xx"}') == 6
    assert more('ryot_answers_total{status="4xx"}') == 1
    assert more("ryot_answer_seconds_count") == more("ryot_round_requests_sum") == 7
    assert more('ryot_answer_seconds_bucket{le="+Inf"}') == 7
    buckets = [value for name, value in after.items() if "answer_seconds_bucket" in name]
    assert buckets == sorted(buckets)
    assert after["ryot_database_bytes{file=\"db\"}"] > 0


def test_each_instance_counts_for_itself(web):
    web.person().hook().post(bodies.read("movie-progress.json"))
    name = 'ryot_reports_total{provider="jellyfin",outcome="tracked"}'
    assert samples(web)[name] == 1 and samples(web, "web")[name] == 0


def test_ready_means_that_it_can_write(server):
    assert server.request("GET", "/readyz").json == {"status": "ready"}


def test_a_request_is_found_again_by_its_id(server, hook):
    answer = hook.post(bodies.read("movie-progress.json"))
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", number)
    # Logs are written after the whole round has been answered.
    wait_until(lambda: number in server.cgi_log.read_text(), "the line of the log")
    line, = (line for line in server.cgi_log.read_text().splitlines() if number in line)
    assert f"delivery={answer.json['delivery']} " in line
    wait_until(lambda: number in server.access_log.read_text(), "the line of nginx's log")
    # A request without a delivery is logged too, without the secret in its address.
    refused = server.post("/webhooks/integrations/jellyfin/nobody-has-this-slug", b"{}")
    number = refused.headers["X-Request-Id"]
    wait_until(lambda: number in server.cgi_log.read_text(), "the line of the log")
    line, = (line for line in server.cgi_log.read_text().splitlines() if number in line)
    assert "route=/webhooks/integrations/:provider/:key status=404 user=0 " in line
    # So is a refusal by nginx itself.
    assert server.request("POST", hook.path, b"x" * (3 << 20)).headers["X-Request-Id"]
