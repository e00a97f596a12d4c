# SPDX-License-Identifier: MIT
"""The server is down or refuses: nothing is lost, and nothing blocks."""

import http.server
import threading
import time

import pytest

from media import EPISODE_S, FILM_S
from rig import wait_for_kodi
from server import BOUND, wait_until
from test_playing import event_names, near, wait_event


def watch_film(kodi, title, seconds):
    """Plays it, seeks, and stops; returns the last position."""
    kodi.play(kodi.movie(title))
    wait_for_kodi(lambda: kodi.position() > 3, "the first readings")
    kodi.seek(seconds)
    kodi.wait_position(seconds + 2)
    return kodi.stop()


def waiting_events(kodi):
    return [body["event"] for body in kodi.waiting()]


@pytest.fixture
def down(server, ready):
    """Neither nginx nor ryot-cgi runs until up() is called."""
    def up():
        if not server.cgi:
            server.start()
    server.nginx.terminate()
    server.nginx.wait(BOUND)
    assert server.end_cgi() == 0
    yield up
    up()


def test_reports_made_offline_arrive_later_with_their_times(
        ready, down, person, hook):
    film_at = watch_film(ready, "The Matrix", FILM_S // 2)
    wait_until(lambda: waiting_events(ready)[-1:] == ["stop"], "the stop in the queue")
    ready.play(ready.episode(1, 2))
    wait_until(lambda: waiting_events(ready)[-1] == "start", "the start in the queue")
    ready.call("Player.Seek", "Player.OnStop", playerid=1, value={"time": {
        "hours": 0, "minutes": EPISODE_S // 60 - 1, "seconds": 57, "milliseconds": 0}})
    wait_until(lambda: waiting_events(ready)[-1] == "end", "the end in the queue")
    bodies = ready.waiting()
    assert [body["event"] for body in bodies if body["event"] in ("start", "stop", "end")] == [
        "start", "stop", "start", "end"]
    # At most one sample per viewing waits.
    assert len(bodies) <= 6
    down()
    wait_event(hook, "end")
    wait_until(lambda: not ready.waiting(), "an empty queue")
    episode, film = person.plays()
    assert near(film["position_ms"], film_at) and film["state"] == "in_progress"
    assert (episode["episode"], episode["state"]) == (2, "completed")
    times = {body["event"]: body["at"] for body in bodies}
    assert film["updated_at"] == times["stop"]
    assert episode["completed_at"] == times["seek"]  # above 95 %


def test_the_queue_survives_a_kill_of_kodi(ready, down, person, hook):
    ready.play(ready.movie("Inception"))
    wait_until(lambda: waiting_events(ready) == ["start"], "the start in the queue")
    at = ready.seek(3000)
    wait_until(lambda: waiting_events(ready) == ["start", "seek"], "the seek in the queue")
    ready.kill()
    assert waiting_events(ready) == ["start", "seek"]
    down()
    ready.start()
    wait_event(hook, "seek")
    play, = person.plays()
    assert near(play["position_ms"], at)
    wait_until(lambda: not ready.waiting(), "an empty queue")


def test_kodi_ends_in_time_without_a_server(ready, down):
    ready.play(ready.movie("The Matrix"))
    wait_until(lambda: waiting_events(ready) == ["start"], "the start in the queue")
    ready.quit()
    assert "didn't stop in" not in ready.log()
    assert waiting_events(ready) == ["start", "stop"]


def test_a_wrong_token_holds_the_queue_until_it_is_corrected(
        ready, server, person, hook, token):
    wrong = "00000000-0000-4000-8000-000000000000"
    ready.configure(address=server.base_url, token=wrong, debug="true")
    ready.play(ready.movie("The Matrix"))
    wait_until(lambda: "token: " in ready.log(), "the refusal in the log")
    ready.seek(FILM_S // 2)
    while ready.position() < FILM_S // 2 + 5:
        assert not ready.shows_message(), "a message over the film"
        time.sleep(0.1)
    at = ready.stop()
    wait_for_kodi(ready.shows_message, "the message, now that nothing plays")
    wait_until(lambda: waiting_events(ready)[-1:] == ["stop"], "the stop in the queue")
    assert event_names(hook) == []
    assert wrong not in ready.log()
    asked = server.access_log.read_text().count(" 401 ")
    assert asked == 1, "a held queue is not retried"
    ready.configure(address=server.base_url, token=token)
    assert wait_event(hook, "stop")[-1] == "stop"
    play, = person.plays()
    assert near(play["position_ms"], at)


def test_a_whole_webhook_url_works_and_stays_secret(ready, server, person, hook):
    ready.configure(address=server.base_url + hook.path, debug="true")
    watch_film(ready, "The Matrix", FILM_S // 2)
    wait_event(hook, "stop")
    assert len(person.plays()) == 1
    assert hook.slug not in ready.log()


class Slow(http.server.BaseHTTPRequestHandler):
    """Accepts requests and answers nothing until released."""

    def do_POST(self):
        self.server.asked.set()
        self.server.let_go.wait(60)

    def log_message(self, *_):
        pass


def test_a_server_that_never_answers_blocks_nothing(ready, token):
    """Neither the player nor Kodi's shutdown."""
    slow = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    slow.asked, slow.let_go = threading.Event(), threading.Event()
    thread = threading.Thread(target=slow.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        ready.configure(address=f"http://127.0.0.1:{slow.server_port}", token=token)
        ready.play(ready.movie("The Matrix"))
        assert slow.asked.wait(BOUND)
        ready.seek(3000)
        wait_until(lambda: waiting_events(ready) == ["start", "seek"],
                   "the seek, while the request hangs")
        slow.asked.clear()
        assert slow.asked.wait(BOUND)  # the next attempt hangs as well
        ready.quit()
        assert "didn't stop in" not in ready.log()
        assert waiting_events(ready) == ["start", "seek", "stop"]
    finally:
        slow.let_go.set()
        slow.shutdown()
        slow.server_close()
        thread.join(30)
