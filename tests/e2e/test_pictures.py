# SPDX-License-Identifier: MIT
"""Pictures of works, from the servers of the house: fetched, checked, kept, and shown to
their person only."""

import os
import re
import socket
import struct
import subprocess
import zlib

import pytest

import bodies
import person as people
from audiobookshelf import redirect, reset
from media_server import KEY, SHOW, MediaServer, report
from server import BUILD, wait_until

FILM = "movie-progress.json"
ART = re.compile(r"<img src='art/([0-9a-f]{32})' width='(\d+)' height='(\d+)' alt='' loading='(\w+)'>")
MOST_BYTES = 60_000


def drawn(size, kind="mjpeg", source="testsrc"):
    """A picture with content."""
    return subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"{source}=size={size}", "-frames:v", "1",
         "-c:v", kind, "-f", "image2pipe", "-"], check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def poster():
    return drawn("1000x1500")


@pytest.fixture(scope="module")
def poster_of_another():
    return drawn("1000x1500", source="testsrc2")


@pytest.fixture
def media():
    media = MediaServer("jellyfin")
    yield media
    media.close()


def png_of(width, height, rows):
    """A PNG that claims a size and has some rows."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(bytes(rows * (3 * width + 1)))) + chunk(b"IEND", b""))


def film(number):
    """A report of a film of its own, and the server's id of it."""
    body = bodies.jellyfin(FILM)
    item = f"{number:032x}"
    body["Item"] |= {"Id": item, "Name": f"Film {number}",
                     "ProviderIds": {"Tmdb": str(900_000 + number)}, "MediaSources": []}
    body["Session"]["PlayState"].pop("MediaSourceId", None)
    return body, item


def server_of(hook, media, key=KEY):
    hook.server.ctl("integration", "set", hook.id, "--url", media.url, "--key-stdin",
                    "--unchecked", stdin=f"{key}\n".encode())
    media.forget_requests()
    return hook


@pytest.fixture
def hook(web, bob, media):
    return server_of(bob.hook("jellyfin"), media)


def pictures(person):
    return person.server.rows(
        "SELECT w.title, p.hash, p.width, p.height, p.bytes FROM picture p"
        " JOIN work w ON w.id = p.work_id WHERE p.person_id = ? ORDER BY w.id", person.id)


def asked(person):
    """The works that were asked for, with or without success."""
    return person.server.value(
        "SELECT count(*) FROM origin o JOIN work w ON w.id = o.work_id"
        " WHERE w.person_id = ? AND o.picture_ms > 0", person.id)


def post(hook, body):
    answer = hook.post(body)
    assert answer.status == 200 and answer.json["outcome"] == "tracked", answer


def is_jpeg(answer):
    return answer.status == 200 and answer.headers["Content-Type"] == "image/jpeg" and \
        answer.body.startswith(b"\xff\xd8\xff") and len(answer.body) <= MOST_BYTES


def get(person, path):
    return person.request("GET", path)


# --- the whole way ---

def test_a_film_has_its_poster_at_once(web, bob, hook, media, poster):
    body, item = film(1)
    media.pictures[item] = poster
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")
    (title, name, width, height, size), = pictures(bob)
    assert (title, width, height) == ("Film 1", 400, 600) and size <= MOST_BYTES
    page = get(bob, "/library").body.decode()
    assert ART.search(page).groups() == (name, "400", "600", "lazy")
    answer = get(bob, f"/art/{name}")
    assert is_jpeg(answer) and len(answer.body) == size
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Accel-Redirect" not in answer.headers
    # Jellyfin gives pictures without a key, so none is shown to it.
    request, = [one for one in media.requests if "/Images/" in one.path]
    assert "Authorization" not in request.headers


def test_an_episode_has_the_poster_of_its_show(bob, hook, media, poster):
    body = bodies.jellyfin("episode-progress.json")
    media.pictures[body["Series"]["Id"]] = poster
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")


@pytest.mark.parametrize("provider", ["emby", "plex", "jellyfin-official"])
def test_other_servers(web, bob, poster, provider):
    media = MediaServer(provider)
    media.pictures[SHOW[provider]] = poster
    hook = server_of(bob.hook(provider), media)
    assert hook.post(report(provider, 40)).status == 200
    wait_until(lambda: pictures(bob), lambda: media.asked())
    media.close()


def test_a_server_that_is_entered_later_is_asked_then(web, bob, media, poster):
    hook = bob.hook("jellyfin")
    body, item = film(2)
    media.pictures[item] = poster
    post(hook, body)
    path = f"/settings/integrations/{hook.id}"
    assert "to get posters" in bob.get(path).text
    server_of(hook, media)
    wake(web)
    wait_until(lambda: pictures(bob), "the picture")
    assert "to get posters" not in bob.get(path).text


# --- whose it is ---

def test_a_picture_is_its_persons(web, alice, bob, hook, media, poster, poster_of_another):
    body, item = film(3)
    media.pictures[item] = poster_of_another
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")
    name = pictures(bob)[0][1]
    assert is_jpeg(get(bob, f"/art/{name}"))
    assert get(alice, f"/art/{name}").status == 404
    assert web.request("GET", f"/art/{name}").status == 303
    # Not without ryot-cgi, whatever the name.
    assert get(bob, f"/kept-art/{name}").status == 404
    for odd in (name.upper(), name[:-1], "..%2f..%2fryot.db", "..", "0" * 32):
        assert get(bob, f"/art/{odd}").status in (303, 400, 404), odd


def test_the_files_of_a_removed_person_go(own_web, poster):
    media = MediaServer("jellyfin")
    people.Person(own_web, "root").sign_up()
    carol = people.newcomer(own_web)
    hook = server_of(carol.hook("jellyfin"), media)
    body, item = film(4)
    media.pictures[item] = poster
    post(hook, body)
    wait_until(lambda: pictures(carol), "the picture")
    folder = own_web.folder / "ryot.db.art"
    file, = folder.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o711 and file.stat().st_mode & 0o777 == 0o644
    own_web.ctl("user", "remove", carol.name, "--yes")
    # What is fresh may be about to get its row.
    sweep(own_web)
    assert file.exists()
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 7200))
    sweep(own_web)
    assert not file.exists()
    media.close()


def test_a_file_that_is_lost_is_fetched_again(web, bob, hook, media, poster):
    body, item = film(5)
    media.pictures[item] = poster
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")
    file = web.folder / "ryot.db.art" / pictures(bob)[0][1]
    file.unlink()
    assert get(bob, f"/art/{file.name}").status == 404
    sweep(web)
    assert is_jpeg(get(bob, f"/art/{file.name}"))


def wake(server):
    """As a page does."""
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(str(server.yank_socket))


def sweep(server):
    subprocess.run([BUILD / "ryot-yank", "--database", server.database], check=True,
                   env=server.env | {"RYOT_CONF": os.devnull})


# --- what is no picture, or an attack ---

def refused(person, hook, media, number, content):
    """No picture, and the next one is fetched all the same."""
    body, item = film(number)
    if isinstance(content, bytes):
        media.pictures[item] = content
    else:
        media.break_at(f"/Items/{item}/", content)
    post(hook, body)
    wait_until(lambda: asked(person) > 0, "it to be asked for")
    assert not pictures(person)
    return item


@pytest.mark.parametrize("name, content", [
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("html", b"<!DOCTYPE html><title>x</title><script>alert(1)</script>"),
    ("nothing", b""),
    ("bomb", png_of(30_000, 30_000, 1)),
    ("long bomb", png_of(16_000, 16_000, 200)),
    ("cut", png_of(400, 600, 10)),
    ("dot", png_of(1, 1, 1)),
    ("jpeg in name", b"\xff\xd8\xff\xe0" + b"<script>" * 100),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_no_picture_is_left_out(bob, hook, media, poster, name, content):
    refused(bob, hook, media, 10, content)
    body, item = film(11)
    media.pictures[item] = poster
    post(hook, body)
    wait_until(lambda: pictures(bob), "the other picture")
    assert [row[0] for row in pictures(bob)] == ["Film 11"]
    page = get(bob, "/library").body.decode()
    assert len(ART.findall(page)) == 1


def test_forty_megapixels_are_scaled_down(bob, hook, media):
    body, item = film(12)
    media.pictures[item] = drawn("5164x7746")
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")
    assert pictures(bob)[0][2:4] == (399, 600)


def test_a_png_with_colours_is_a_jpeg_then(bob, hook, media):
    body, item = film(13)
    media.pictures[item] = drawn("300x300", "png")
    post(hook, body)
    wait_until(lambda: pictures(bob), "the picture")
    assert is_jpeg(get(bob, f"/art/{pictures(bob)[0][1]}"))


def endless(talk):
    """An answer that does not end before its reader does."""
    talk.answer(200, b"\xff\xd8\xff", "image/jpeg", {"Content-Length": str(1 << 40)})
    block = b" " * (1 << 20)
    try:
        while True:
            talk.wfile.write(block)
    except OSError:
        talk.close_connection = True


def test_an_endless_answer_is_cut(bob, hook, media):
    item = refused(bob, hook, media, 14, endless)
    failures = bob.server.value(
        "SELECT picture_failures FROM origin o JOIN work w ON w.id = o.work_id"
        " WHERE w.person_id = ?", bob.id)
    assert failures == 1 and item


def test_a_redirect_leads_to_no_other_host(bob, hook, media, poster):
    other = MediaServer("jellyfin")
    body, item = film(15)
    other.pictures[item] = poster
    media.break_at(f"/Items/{item}/", redirect(other.url + "{path}"))
    post(hook, body)
    wait_until(lambda: asked(bob), "it to be asked for")
    assert not other.requests and not pictures(bob)
    other.close()


def test_a_server_that_is_away_is_asked_again_later(web, bob, hook, media, poster):
    media.break_at("/Items/", reset)
    for number in range(20, 25):
        body, item = film(number)
        media.pictures[item] = poster
        post(hook, body)
    wait_until(lambda: asked(bob) == 5, "all to be put off")
    # The account of the server has not failed: its reports are no worse for it.
    assert web.value("SELECT failures FROM account WHERE integration_id = ?", hook.id) == 0
    media.mend()
    with_time = web.rows("SELECT picture_ms FROM origin o JOIN work w ON w.id = o.work_id"
                         " WHERE w.person_id = ?", bob.id)
    assert len(with_time) == 5


def test_works_with_the_same_picture_have_one_file(web, bob, hook, media, poster):
    for number in range(30, 42):
        body, item = film(number)
        media.pictures[item] = poster
        post(hook, body)
    wait_until(lambda: len(pictures(bob)) == 12, "all pictures")
    assert len({row[1] for row in pictures(bob)}) == 1
