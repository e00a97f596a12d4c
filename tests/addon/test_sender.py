# SPDX-License-Identifier: MIT
"""Addresses, and how each answer of a server affects the queue."""

import json

import pytest

from resources.lib.ryot import report
from resources.lib.ryot.address import BadAddress, parse
from resources.lib.ryot.item import Part
from resources.lib.ryot.queue import Queue
from resources.lib.ryot.sender import HELD_S, PAUSE_MOST_S, Sender, judge
from resources.lib.ryot.wire import Answer, Unreachable, Untrusted

TOKEN = "e96fca00-18b1-467c-80f0-8534e09ed790"
HOOK = "/webhooks/integrations/kodi"
OURS = '{"outcome": "tracked", "reason": "started", "detail": "A new play was started."}'
REFUSED = '{"outcome": "refused", "reason": "wrong-shape", "detail": "No."}'


# --- addresses ---

@pytest.mark.parametrize("address, shown, path", [
    ("https://ryot.example.org", "https://ryot.example.org:443", HOOK),
    (" https://ryot.example.org/ ", "https://ryot.example.org:443", HOOK),
    ("HTTP://Nas:8080/sub/", "http://nas:8080", "/sub" + HOOK),
    ("ryot.example.org", "https://ryot.example.org:443", HOOK),
    ("nas", "http://nas:80", HOOK),
    ("nas.local:8080", "http://nas.local:8080", HOOK),
    ("192.168.1.5:8080", "http://192.168.1.5:8080", HOOK),
    ("8.8.8.8", "https://8.8.8.8:443", HOOK),
    ("http://[fd00::1]:8080", "http://[fd00::1]:8080", HOOK),
    ("https://ryot.example.org" + HOOK, "https://ryot.example.org:443", HOOK),
])
def test_an_address_with_a_token(address, shown, path):
    target = parse(address, f" Bearer {TOKEN} ")
    assert (target.shown, target.path) == (shown, path)
    assert target.headers == {"Authorization": "Bearer " + TOKEN}
    assert target.secrets == [TOKEN]


def test_a_whole_webhook_url_needs_no_token():
    target = parse("http://nas:8080" + HOOK + "/S3cret_slug-", "left over")
    assert (target.path, target.headers) == (HOOK + "/S3cret_slug-", {})
    assert "S3cret" not in target.shown and target.secrets == ["S3cret_slug-"]


@pytest.mark.parametrize("address, token, why", [
    ("", TOKEN, "no_address"), ("  ", "", "no_address"),
    ("http://nas", "", "no_token"), ("http://nas" + HOOK + "/", " ", "no_token"),
    ("ftp://nas", TOKEN, "bad_address"), ("http://", TOKEN, "bad_address"),
    ("http://nas:port", TOKEN, "bad_address"), ("http://nas:99999", TOKEN, "bad_address"),
    ("http://nas/a b", TOKEN, "bad_address"), ("http://[nas", TOKEN, "bad_address"),
    ("http://nas", "to\nken", "bad_token"), ("http://nas", "tök", "bad_token"),
    ("http://nas/webhooks/integrations/jellyfin/abc", TOKEN, "other_address"),
])
def test_a_wrong_address_gets_a_specific_problem(address, token, why):
    with pytest.raises(BadAddress) as error:
        parse(address, token)
    assert error.value.args == (why,)


# --- the meaning of an answer ---

@pytest.mark.parametrize("status, text, verdict, kind", [
    (200, OURS, "delivered", None),
    (200, '{"outcome": "duplicate"}', "delivered", None),
    (200, "<html>Log in to the hotel</html>", "held", "not_ryot"),
    (200, "[]", "held", "not_ryot"), (202, "queued", "held", "not_ryot"),
    (301, "", "held", "redirect"), (307, "", "held", "redirect"),
    (400, REFUSED, "aside", "refused"), (413, REFUSED, "aside", "refused"),
    (400, "<html>", "held", "not_ryot"), (405, "<html>", "held", "not_ryot"),
    (401, REFUSED, "held", "token"), (401, "<html>", "held", "token"),
    (403, "", "held", "forbidden"),
    (404, REFUSED, "held", "not_found"), (404, "<html>", "held", "not_ryot"),
    (410, REFUSED, "held", "not_found"),
    (408, "", "later", "busy"), (429, REFUSED, "later", "busy"),
    (500, "", "later", "busy"), (503, REFUSED, "later", "busy"), (502, "<html>", "later", "busy"),
])
def test_each_answer_has_its_meaning(status, text, verdict, kind):
    got, problem = judge(Answer(status, text, {}))
    assert (got, problem.kind if problem else None) == (verdict, kind)


def test_a_redirect_is_reported_without_its_secret():
    answer = Answer(301, "", {"Location": "https://nas.example.org" + HOOK + "/S3cret"})
    assert judge(answer)[1].detail == "https://nas.example.org"


class Net:
    """A server with scripted answers, and a clock that the test sets."""

    def __init__(self, tmp_path, options):
        self.queue = Queue(str(tmp_path / "queue.db"))
        self.answers, self.posted, self.problems, self.heard = [], [], [], []
        self.now = 1000
        self.sender = Sender(self.queue, self.post, lambda body, answer: self.heard.append(
            body["event"]), self.problem, lambda: self.now)
        self.sender.aim(options(address="http://nas", token=TOKEN))

    def post(self, target, text):
        self.posted.append(json.loads(text)["position_ms"])
        answer = self.answers.pop(0)
        if answer is None:
            raise Unreachable("Connection refused")
        return Answer(*answer, {})

    def problem(self, problem):
        self.problems.append(problem.kind if problem else None)

    def push(self, *positions):
        for position in positions:
            part = Part("movie", {"tmdb": "603"}, "The Matrix")
            self.queue.push(report.make(part, "start", "s", (position, 9), 0, "1"), 0)

    def step(self, *answer):
        self.answers = [answer or None]
        return self.sender.step()


@pytest.fixture
def net(tmp_path, options):
    net = Net(tmp_path, options)
    yield net
    net.queue.close()


def test_reports_go_in_order_and_only_once(net):
    net.push(1, 2, 3)
    assert [net.step(200, OURS) for _ in range(3)] == [0, 0, 0]
    assert net.step(200, OURS) is None
    assert net.posted == [1, 2, 3] and net.heard == ["start"] * 3


def test_without_a_server_the_delays_grow(net):
    net.push(1, 2)
    pauses = []
    for _ in range(12):
        pauses.append(net.step())
        net.now += pauses[-1]
    assert net.posted == [1] * 12
    assert 1.5 <= pauses[0] <= 2 and pauses[-1] <= PAUSE_MOST_S
    assert all(b > a for a, b in zip(pauses[:6], pauses[1:7]))
    net.step(200, OURS)
    assert net.posted[-1] == 1 and net.step(200, OURS) == 0
    assert net.posted[-1] == 2 and net.problems[-1] is None


def test_a_new_report_does_not_shorten_the_delay(net):
    net.push(1)
    net.step()
    net.push(2)
    assert 0 < net.sender.step() <= 2
    assert net.posted == [1]


def test_retry_after_is_obeyed(net):
    net.push(1)
    net.answers = [(503, REFUSED)]
    net.post = None
    net.sender.post = lambda target, text: Answer(503, REFUSED, {"Retry-After": "40"})
    assert net.sender.step() >= 40


def test_a_wrong_token_holds_the_queue_until_something_changes(net, options):
    net.push(1, 2)
    assert net.step(401, REFUSED) == HELD_S
    net.now += HELD_S - 1
    assert net.sender.step() == 1 and net.posted == [1]
    assert not net.sender.is_well and net.queue.waiting() == 2
    net.sender.aim(options(address="http://nas", token=TOKEN))
    assert net.step(200, OURS) == 0 and net.posted == [1, 1]


def test_an_answer_to_old_settings_does_not_hold_the_queue(net, options):
    """The person corrects the token while the refusal of the old one is in flight."""
    net.push(1)
    real = net.sender.post

    def post(target, text):
        net.sender.aim(options(address="http://nas", token=TOKEN))
        return real(target, text)

    net.sender.post = post
    assert net.step(401, REFUSED) == 0
    net.sender.post = real
    assert net.step(200, OURS) == 0 and net.problems == [None]


def test_a_refused_report_is_set_aside_and_the_rest_continues(net):
    net.push(1, 2)
    assert net.step(400, REFUSED) == 0
    assert net.queue.refused() == ["The Matrix: No."]
    assert net.problems == ["refused"]
    net.step(200, OURS)
    assert net.posted == [1, 2] and net.queue.waiting() == 0


def test_a_hotels_login_page_does_not_empty_the_queue(net):
    net.push(1)
    net.step(200, "<html>")
    assert net.queue.waiting() == 1 and net.problems == ["not_ryot"]


def test_a_certificate_that_is_not_trusted_holds_the_queue_for_minutes(net):
    """It also looks wrong while the clock is."""
    def post(target, text):
        raise Untrusted("self-signed certificate")

    net.push(1)
    net.sender.post = post
    assert net.sender.step() == PAUSE_MOST_S
    assert net.queue.waiting() == 1 and net.problems == ["certificate"]


def test_a_token_revoked_in_the_middle_of_a_film_loses_nothing(net, options):
    net.push(1, 2)
    net.step(200, OURS)
    net.step(401, REFUSED)
    net.push(3)
    net.sender.aim(options(address="http://nas", token=TOKEN))
    for _ in range(2):
        net.step(200, OURS)
    assert net.posted == [1, 2, 2, 3] and net.problems == [None, "token", None, None]


def test_two_kodis_with_one_queue_lose_nothing(net, options, tmp_path):
    """A report may be sent twice; the server knows it by its id."""
    other = Net(tmp_path, options)
    net.push(1, 2, 3, 4)
    first = net.queue.first
    row = first()
    net.queue.first = lambda: row
    other.step(200, OURS)  # it sends the report that the first one is about to send
    net.step(200, OURS)
    net.queue.first = first
    for one in (net, other, net):
        one.step(200, OURS)
    assert other.posted + net.posted == [1, 3, 1, 2, 4] and net.queue.waiting() == 0
    other.queue.close()


def test_without_an_address_everything_waits(net, options):
    net.sender.aim(options())
    net.push(1)
    assert net.sender.step() is None and net.problems == ["no_address"]
    assert net.queue.waiting() == 1 and net.posted == []
