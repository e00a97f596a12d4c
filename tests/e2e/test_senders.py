# SPDX-License-Identifier: MIT
"""Every recorded body of the senders that post forms or flat objects, through nginx."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

import pytest

import bodies

FOLDERS = ["emby", "jellyfin/plex-format", "jellyfin-official", "jellyfin-official/real", "plex",
           "tautulli"]
CASES = [(folder, name, expect) for folder in FOLDERS
         for name, expect in sorted(bodies.expected(folder).items())]
IDS = [f"{folder}-{name}" for folder, name, _ in CASES]
MIB = 1 << 20
PLEX = json.dumps({"event": "media.pause", "Account": {"title": "alice"}, "Metadata": {
    "type": "movie", "title": "The Matrix", "guid": "plex://movie/5d77", "duration": 1000,
    "viewOffset": 500, "Guid": [{"id": "tmdb://603"}]}}).encode()


def type_of(name, expect):
    kind = expect.get("content_type", "")
    return kind if "/" in kind else "application/json"


def part(name, value, more=b""):
    return (b"--edge\r\nContent-Disposition: form-data; name=\"" + name + b"\"" + more
            + b"\r\n\r\n" + value + b"\r\n")


def form(*parts, end=b"--edge--\r\n"):
    return b"".join(parts) + end


def picture(size):
    return part(b"thumb", b"\xff\xd8\xff\0" + b"\r\n--edg" * (size // 7),
                b"; filename=\"thumb.jpg\"\r\nContent-Type: image/jpeg")


FORM = {"Content-Type": "multipart/form-data; boundary=edge"}


def wanted(expect):
    if expect["action"] == "progress":
        return "completed" if expect["state"] == "completed" else "started"
    return "no-identifier" if expect["action"] == "needs_lookup" else expect["reason"]


@pytest.mark.parametrize("folder, name, expect", CASES, ids=IDS)
def test_body_has_the_expected_outcome_and_a_repeat_has_none(server, folder, name, expect):
    person = server.person()
    hook = person.hook(folder.split("/")[0])
    body = bodies.read(name, folder)
    headers = {"Content-Type": type_of(name, expect)}

    first = hook.post(body, headers)
    assert (first.status, first.json["reason"]) == (200, wanted(expect)), first
    plays = person.plays()
    last = expect.get("episode_end") or expect.get("episode")
    if expect["action"] == "progress":
        assert len(plays) == 1 + (last or 0) - (expect["episode"] or 0)
        for play in first.json["plays"]:
            assert play["ids"] == expect["ids"]
            assert play["state"] == expect["state"]
            assert play["percent"] == expect["progress"]
    else:
        assert plays == []
        assert first.json["outcome"] == bodies.OUTCOME.get(wanted(expect), "ignored")
    if expect["action"] == "needs_lookup":
        assert "not its show" in first.json["detail"]

    kept = hook.delivery(first.json["delivery"])
    assert (kept["event"], kept["sender_user"]) == (expect["event"], expect["user"])
    second = hook.post(body, headers)
    assert second.status == 200
    assert second.json["reason"] in ("after-completion", "unchanged", wanted(expect))
    assert second.json["outcome"] != "tracked"
    assert person.plays() == plays


PLEX_FORMAT = {
    "audio-play": "unsupported-type",
    "episode-double": "no-position",
    "episode-play": "no-position",
    "episode-scrobble": "completed",
    "movie-markplayed-no-player": "completed",
    "movie-rate": "rating",
    "movie-resume": "no-position",
    "movie-scrobble": "completed",
    "movie-stop": "no-position",
    "movie-unicode": "no-position",
}


def test_what_a_real_jellyfin_sends_in_the_format_plex(server):
    names = {path.stem for path in (bodies.FOLDER / "jellyfin/plex-format-real").iterdir()}
    assert names == set(PLEX_FORMAT)
    for name, reason in PLEX_FORMAT.items():
        hook = server.person().hook()
        head = bodies.read(f"{name}.head", "jellyfin/plex-format-real").decode()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = bodies.read(f"{name}.multipart", "jellyfin/plex-format-real")
        for expected in reason, "after-completion" if reason == "completed" else reason:
            answer = hook.post(body, {"Content-Type": headers["Content-Type"]})
            assert (name, answer.status, answer.json["reason"]) == (name, 200, expected)


GETS = [f"{folder}/{path.name}" for folder in ("get-format", "get-format-real")
        for path in sorted((bodies.FOLDER / "jellyfin" / folder).glob("*.http"))]


@pytest.mark.parametrize("name", GETS)
def test_the_format_get_is_ignored_with_a_word(server, name):
    """The whole request as recorded, but for its path."""
    hook = server.person().hook()
    raw = bodies.read(name, "jellyfin")
    query = raw.split(b" ")[1].partition(b"?")[2].decode()
    expect = dict(parse_qsl(query))
    sent = b"GET " + hook.path.encode() + raw[raw.index(b"?"):]
    sent = sent.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    head, _, body = server.talk(sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    said = json.loads(body)
    assert (said["outcome"], said["reason"], said["plays"]) == ("ignored", "not-playback", [])
    assert "format Default" in said["detail"]
    # A second one folds, and nothing of either is kept.
    again = server.request("GET", f"{hook.path}?{query}").json
    assert again == said
    kept, = hook.deliveries()
    assert (kept["count"], kept["event"]) == (2, expect["event"])
    assert hook.delivery(kept["id"])["sender_user"] == expect.get("user")
    assert hook.stored_body(kept["id"]) is None
    assert "s3cr3t" not in server.logs() and "token=abc" not in server.logs()


@pytest.mark.parametrize("query", ["", "?", "?event=", "?event=%00", "?event=%ff", "?event=%zz",
                                   "?event=" + "x" * 201, "?" + "&".join("a" * 70), "?event"])
def test_any_query_is_ignored_alike(server, query):
    hook = server.person().hook()
    answer = server.request("GET", hook.path + query)
    assert (answer.status, answer.json["reason"]) == (200, "not-playback")
    assert hook.deliveries()[0]["event"] is None


def test_a_get_needs_the_right_address(server):
    person = server.person()
    jellyfin, kodi = person.hook(), person.hook("kodi")
    answers = [server.request("GET", f"{path}?event=Play") for path in (
        "/webhooks/integrations/jellyfin/" + "0" * 26, jellyfin.path + "x",
        f"/webhooks/integrations/jellyfin/{kodi.slug}")]
    assert [answer.status for answer in answers] == [404] * 3
    for path in (kodi.path, "/webhooks/integrations/plex/" + "0" * 26):
        answer = server.request("GET", path)
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert server.request("HEAD", jellyfin.path).status == 405
    assert jellyfin.deliveries() == kodi.deliveries() == []


def test_the_bodies_of_all_senders_at_once(server):
    person = server.person()
    hooks = {folder: person.hook(folder.split("/")[0]) for folder in FOLDERS}

    def post(case):
        folder, name, expect = case
        return hooks[folder].post(
            bodies.read(name, folder), {"Content-Type": type_of(name, expect)}).status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, CASES + CASES)) == {200}
    assert server.ctl("check")["ok"] is True


@pytest.mark.parametrize("folder, field, size", [
    ("emby", "data", 0), ("plex", "payload", 0), ("plex", "payload", 1000),
    ("plex", "payload", 6 * MIB)])
def test_a_form_as_curl_makes_it(server, person, tmp_path, folder, field, size):
    body = {"plex": PLEX, "emby": bodies.read("movie-playback-pause.json", "emby")}[folder]
    (tmp_path / "body").write_bytes(body)
    hook = person.hook(folder)
    command = ["curl", "-sS", "-F", f"{field}=<{tmp_path}/body;type=application/json"]
    if size:
        (tmp_path / "thumb.jpg").write_bytes(b"\xff\xd8\xff\0" + b"\r\n--" * (size // 4))
        command += ["-F", f"thumb=@{tmp_path}/thumb.jpg;type=image/jpeg"]
    answer = json.loads(subprocess.run(
        [*command, server.base_url + hook.path], check=True, capture_output=True, timeout=60).stdout)
    assert answer["reason"] == "started"
    assert hook.stored_body(answer["delivery"]) == body


@pytest.mark.parametrize("body, headers, words", [
    (form(picture(100)), FORM, "no field \"payload\""),
    (form(part(b"payload", PLEX), part(b"payload", PLEX)), FORM, "twice"),
    (form(part(b"payload", PLEX)), {"Content-Type": "multipart/form-data; boundary=other"},
     "boundary"),
    (form(part(b"payload", PLEX)), {"Content-Type": "multipart/form-data"}, "boundary"),
    (form(part(b"payload", PLEX), picture(100), end=b""), FORM, "ends early"),
    (form(part(b"payload", PLEX[:-5])), FORM, ""),
], ids=["no field", "two fields", "another boundary", "no boundary", "cut off", "half a JSON"])
def test_a_bad_form_is_refused_and_kept(person, body, headers, words):
    hook = person.hook("plex")
    answer = hook.post(body, headers)
    assert (answer.status, answer.json["reason"]) == (400, "not-json")
    assert words in answer.json["detail"]
    assert hook.stored_body(answer.json["delivery"]) in (body, PLEX[:-5])
    assert person.plays() == []
    assert hook.post(form(part(b"payload", PLEX)), FORM).json["reason"] == "started"


def test_a_picture_of_20_mib_is_refused_as_json(person):
    hook = person.hook("plex")
    answer = hook.post(form(part(b"payload", PLEX), picture(20 * MIB)), FORM)
    assert (answer.status, answer.json["reason"]) == (413, "too-large")
    assert "16 MiB" in answer.json["detail"]
    assert hook.post(form(picture(14 * MIB), part(b"payload", PLEX)), FORM).status == 200


def test_of_a_large_bad_form_64_kib_are_kept(person):
    hook = person.hook("plex")
    body = form(part(b"payload", PLEX), picture(5 * MIB), end=b"")
    answer = hook.post(body, FORM)
    assert (answer.status, answer.json["reason"]) == (400, "not-json")
    assert hook.stored_body(answer.json["delivery"]) == body[:64 << 10]


SAMPLES = {
    "Emby": ("emby", "movie-playback-pause.json"),
    "Jellyfin (official plugin)": ("jellyfin-official", "movie-playback-progress.json"),
    "Jellyfin": ("jellyfin", "movie-progress.json"),
    "Kodi": ("kodi", "movie-progress.json"),
    "Plex": ("plex", "movie-pause.json"),
    "Tautulli": ("tautulli", "movie-pause.json"),
}


@pytest.mark.parametrize("to, title", [
    (to, title) for to, _ in SAMPLES.values() for title, (own, _) in SAMPLES.items() if own != to])
def test_a_body_of_another_sender_is_told(person, to, title):
    folder, name = SAMPLES[title]
    answer = person.hook(to).post(bodies.read(name, folder))
    assert answer.json["outcome"] in ("refused", "ignored")
    assert f"looks like a body of {title}:" in answer.json["detail"]
    assert person.plays() == []


@pytest.mark.parametrize("body, words", [
    ({"Event": "Play", "Item": {"Type": "Movie"}, "SaveReason": "TogglePlayed"}, "old template"),
    ({"NotificationType": "PlaybackStop", "ItemType": "Movie", "PlayedToCompletion": "True"},
     "Send All Properties"),
    (b'{"NotificationType": "PlaybackStop", "PlayedToCompletion": True}', "Send All Properties"),
])
def test_a_template_of_the_official_plugin_is_named(person, body, words):
    answer = person.hook("jellyfin-official").post(body)
    assert (answer.status, answer.json["outcome"]) == (400, "refused")
    assert words in answer.json["detail"]
