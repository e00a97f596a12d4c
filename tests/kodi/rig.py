# SPDX-License-Identifier: MIT
"""A real Kodi without a screen, in a separate home folder, driven by JSON-RPC."""

import glob
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from xml.sax.saxutils import escape

from server import BOUND, BUILD, ROOT, free_port, wait_until

ADDON = "script.ryot"
ZIP = ROOT / "build/script.ryot.zip"
LATE_FREE = BUILD / "tests/shims/latefree.so"
# The root folder of another Debian, whose Kodi is run; empty for the Kodi of this one.
OTHER_ROOT = os.environ.get("RYOT_KODI_ROOT", "")
# Kodi in there sees the folder of this test under the same name.
ENTER = """
set -e
folder=$1 root=$2
shift 2
mkdir -p "$root$folder"
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --rbind /dev dev
[ -e etc/hosts ] || cp /etc/hosts etc
mount --bind "$folder" ".$folder"
exec chroot . "$@"
"""
PLAYER = {"playerid": 1}
# Kodi sets these while other threads of it read the environment. A new variable moves the
# whole array, and one of them reads freed memory; a known one is replaced in place.
SET_BY_KODI = {"KODI_HOME": "/usr/share/kodi", "LIRC_SOCKET_PATH": "/var/run/lirc/lircd",
               "OS": "Linux", "TZ": "Etc/UTC"}
ADDON_BROWSER, FILE_BROWSER, ADDON_SETTINGS, YES_NO = 10040, 10126, 10140, 10100

ASOUNDRC = """\
pcm.!default { type null }
ctl.!default { type null }
"""
ADVANCED = """\
<advancedsettings version="1.0">
  <jsonrpc><tcpport>%d</tcpport></jsonrpc>
  <video>%s</video>
</advancedsettings>
"""
# Kodi 19 and 20 use freed memory when an item begins just as the state of the previous one
# is stored (https://github.com/xbmc/xbmc/issues/23247; Kodi 21 has it mended), and crash at
# once or a little later. With these settings there is nothing to store: no resume point
# below 15 minutes, no count of plays. Whatever else uses memory that was just freed reads
# what was there before (tests/shims/latefree.c).
STORES = "<ignoresecondsatstart>0</ignoresecondsatstart>"
STORES_NOTHING = (
    "<ignoresecondsatstart>900</ignoresecondsatstart><ignorepercentatend>0</ignorepercentatend>"
    "<playcountminimumpercent>101</playcountminimumpercent>")
GUI = """\
<settings version="2">
  <setting id="services.esport">%d</setting>
  <setting id="services.wsdiscovery">false</setting>
  <setting id="services.zeroconf">false</setting>
  <setting id="audiooutput.streamsilence">0</setting>
  <setting id="audiooutput.guisoundmode">0</setting>
  <setting id="screensaver.mode"></setting>
  <setting id="general.addonupdates">2</setting>
  <setting id="addons.unknownsources">true</setting>
</settings>
"""
# Estuary's home screen has lists of films, shows and so on. When a film stops, the main
# thread prepares it again: it holds the lock of the graphics and waits for that of a list.
# A job that has read this list anew holds the lock of the list, and needs the other one to
# drop the pictures of the old rows. The kernel notices, and glibc ends Kodi with SIGABRT
# ("e != EDEADLK"). Kodi 21 has it too (https://github.com/xbmc/xbmc/issues/29298 is about
# the same locks). A list of which no row was ever shown has no pictures.
HIDDEN = ("HomeMenuNoMovieButton", "HomeMenuNoTVShowButton", "HomeMenuNoMusicButton",
          "HomeMenuNoMusicVideoButton", "HomeMenuNoTVButton", "HomeMenuNoRadioButton",
          "HomeMenuNoGamesButton", "HomeMenuNoProgramsButton", "HomeMenuNoPicturesButton",
          "HomeMenuNoVideosButton", "HomeMenuNoFavButton", "HomeMenuNoWeatherButton",
          "home_no_categories_widget")
SOURCES = """\
<sources><files><source><name>zips</name>
<path pathversion="1">%s/</path></source></files></sources>
"""


class Rpc:
    """One connection: answers and notifications arrive on it without a separator."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.settimeout(None)
        self.answers, self.news, self.number = {}, [], 0
        self.is_over = False  # Kodi has closed the connection: it has ended
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        text, decoder = "", json.JSONDecoder()
        try:
            while part := self.socket.recv(65536):
                text = (text + part.decode()).lstrip()
                while text:
                    try:
                        item, used = decoder.raw_decode(text)
                    except ValueError:
                        break
                    text = text[used:].lstrip()
                    self._take(item)
        except OSError:
            pass
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def _take(self, item):
        with self.changed:
            if "id" in item:
                self.answers[item["id"]] = item
            else:
                self.news.append((item["method"], item["params"].get("data")))
            self.changed.notify_all()

    def _wait(self, condition, what):
        with self.changed:
            in_time = self.changed.wait_for(lambda: condition() or self.is_over, BOUND)
            got = condition()
            assert got or not self.is_over, f"Kodi has ended; nothing came of {what}"
            assert in_time, f"waited {BOUND} s in vain for {what}"
            return got

    def ask(self, method, params):
        self.number += 1
        number = self.number
        try:
            self.socket.sendall(json.dumps({
                "jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        except OSError as error:
            raise AssertionError(f"Kodi has ended; {method} cannot be asked") from error
        return self._wait(lambda: self.answers.get(number), method)

    def heard(self, method, since):
        """The data of a notification after the first `since` ones."""
        return self._wait(lambda: [(data,) for name, data in self.news[since:]
                                   if name == method], method)[0][0]

    def has_heard(self, methods, since):
        return any(name in methods for name, _ in self.news[since:])

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()
        self.thread.join(BOUND)


def wait_for_kodi(condition, what):
    """Like wait_until, but asks only ten times a second: Kodi answers on another thread than
    the one that draws and plays, and questions without a pause disturb both."""
    def asked():
        value = condition()
        if not value:
            time.sleep(0.1)
        return value
    return wait_until(asked, what)


class Mark:
    """A position, and how far playback can have gone on since: until `end`, or now."""

    def __init__(self, seconds):
        self.seconds, self.begin, self.end = seconds, time.monotonic(), None

    def is_near(self, ms, slack_s):
        passed = (self.end or time.monotonic()) - self.begin
        return -slack_s <= ms / 1000 - self.seconds <= passed + slack_s

    def __repr__(self):
        return f"{self.seconds} s and on"


class Kodi:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ryot-kodi-"))
        self.home = self.folder / "home"
        self.userdata = self.home / ".kodi/userdata"
        self.log_path = self.home / ".kodi/temp/kodi.log"
        self.out_path = self.folder / "kodi.out"
        self.media = self.folder / "media"
        self.events = free_port()
        self.port = free_port()
        self.process = self.screen = self.rpc = None
        self._furnish()

    def _furnish(self):
        self.userdata.mkdir(parents=True)
        (self.folder / "zips").mkdir()
        (self.folder / "run").mkdir(mode=0o700)
        (self.home / ".asoundrc").write_text(ASOUNDRC)
        self.set_stores(self.is_sound)
        (self.userdata / "guisettings.xml").write_text(GUI % self.events)
        skin = self.userdata / "addon_data/skin.estuary/settings.xml"
        skin.parent.mkdir(parents=True)
        skin.write_text("<settings>%s</settings>" % "".join(
            f'<setting id="{name}" type="bool">true</setting>' for name in HIDDEN))
        shutil.copy(ZIP, self.folder / "zips")
        shutil.copy(LATE_FREE, self.folder)  # another root has this folder, not the build
        (self.userdata / "sources.xml").write_text(SOURCES % escape(str(self.folder / "zips")))

    @property
    def is_sound(self):
        """Whether an item may begin while the previous one is stored."""
        installed = subprocess.run(
            ["dpkg-query", f"--admindir={OTHER_ROOT}/var/lib/dpkg", "--show",
             "--showformat=${Version}", "kodi-bin"], capture_output=True, text=True, check=True)
        return int(re.match(r"(?:\d+:)?(\d+)", installed.stdout)[1]) >= 21

    def set_stores(self, stores):
        """Whether Kodi stores resume points and counts; read when Kodi starts."""
        (self.userdata / "advancedsettings.xml").write_text(
            ADVANCED % (self.port, STORES if stores else STORES_NOTHING))

    # --- starting and stopping ---

    def start_screen(self, size="320x180"):
        display = self.folder / "display"
        with open(display, "wb") as out, open(self.folder / "screen.log", "wb") as log:
            self.screen = subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=log)
        self.display = ":" + wait_until(
            lambda: display.read_text().strip(), "the number of Xvfb's display")

    def start(self):
        if not self.screen:
            self.start_screen()
        program = glob.glob(f"{OTHER_ROOT}/usr/lib/*/kodi/kodi.bin")
        assert program, "Kodi is not installed"
        program = program[0][len(OTHER_ROOT):]
        command = [program, "--windowing=x11"]
        if not self.is_sound:
            command = ["env", f"LD_PRELOAD={self.folder / LATE_FREE.name}", *command]
        if OTHER_ROOT:
            command = ["unshare", "--mount", "sh", "-c", ENTER, "sh", str(self.folder),
                       OTHER_ROOT, *command]
        env = {"HOME": str(self.home), "DISPLAY": self.display, "PATH": os.environ["PATH"],
               "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(self.folder / "run"),
               "LIBGL_ALWAYS_SOFTWARE": "1", **SET_BY_KODI,
               "KODI_BIN_HOME": str(Path(program).parent)}
        with open(self.out_path, "ab") as out:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env)
        self.rpc = wait_until(self._connect, "Kodi's JSON-RPC")
        wait_until(self._answers, "a pong")
        # Kodi answers before it has started the services. No test is about switching one
        # off at that moment.
        addon = self.addon()
        if addon and addon["enabled"]:
            wait_until(lambda: self._said("begins"), "the service begins")
        return self

    def is_running(self):
        """Also False after a failed test, which kills its programs."""
        if self.process and self.process.poll() is not None:
            self.rpc.close()
            self.process = self.rpc = None
        return self.process is not None

    def crash(self):
        """The signal that ended Kodi by itself, or None."""
        try:
            is_over = self.process and (not self.rpc or self.rpc.is_over)
            status = self.process.wait(1) if is_over else 0
        except subprocess.TimeoutExpired:  # it has only closed the connection
            status = 0
        return signal.Signals(-status).name if status < 0 else None

    def _connect(self):
        assert self.process.poll() is None, self.log()
        try:
            return Rpc(self.port)
        except OSError:
            return None

    def _answers(self):
        return self.rpc.ask("JSONRPC.Ping", {}).get("result") == "pong"

    def quit(self):
        """Returns how long it took."""
        begin = time.monotonic()
        self.call("Application.Quit")
        return self.ended() - begin

    def ended(self):
        status = self.process.wait(BOUND)
        self.rpc.close()
        assert status == 0, f"Kodi ended with {status}"
        self.process = self.rpc = None
        return time.monotonic()

    def kill(self):
        self.process.kill()
        self.process.wait(BOUND)
        self.rpc.close()
        self.process = self.rpc = None

    def clean_up(self):
        for process in (self.process, self.screen):
            if process and process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait(BOUND)
        if self.rpc:
            self.rpc.close()
        shutil.rmtree(self.folder)
        if OTHER_ROOT:
            Path(OTHER_ROOT + str(self.folder)).rmdir()

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def errors(self):
        """The standard error of Kodi: glibc says there why it ends a program."""
        return self.out_path.read_text(errors="replace") if self.out_path.exists() else ""

    # --- requests ---

    def call(self, method, wait_for=None, **params):
        """The result, or the data of the awaited notification."""
        since = len(self.rpc.news)
        answer = self.rpc.ask(method, params)
        assert "error" not in answer, (method, params, answer["error"])
        return self.rpc.heard(wait_for, since) if wait_for else answer["result"]

    @property
    def version(self):
        found = self.call("Application.GetProperties", properties=["version"])
        return found["version"]["major"]

    def builtin(self, command):
        """JSON-RPC lacks these keys: Kodi's event server accepts them."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            for kind, body in ((1, b"tests\0" + bytes(11)),
                               (10, b"\1" + command.encode() + b"\0"), (2, b"")):
                head = b"XBMC\2\0" + struct.pack("!HIIHI", kind, 1, 1, len(body), 7)
                s.sendto(head + bytes(10) + body, ("127.0.0.1", self.events))

    def gui(self):
        """(id of the window, label of the focused element)"""
        got = self.call("GUI.GetProperties", properties=["currentwindow", "currentcontrol"])
        return got["currentwindow"]["id"], got["currentcontrol"]["label"]

    def wait_window(self, window):
        wait_for_kodi(lambda: self.gui()[0] == window,
                      lambda: f"window {window}, not {self.gui()}")

    def focus(self, window, label, key="Down"):
        """Moves until the label has the focus."""
        def there():
            at, focused = self.gui()
            if at == window and focused.startswith(label):
                return True
            if at == window:
                self.call(f"Input.{key}")
                # The answer arrives before the focus has moved.
                end = time.monotonic() + 0.5
                while self.gui()[1] == focused and time.monotonic() < end:
                    time.sleep(0.1)
            return False
        wait_for_kodi(there, lambda: f"the focus on {label}, not {self.gui()}")

    def choose(self, window, label, key="Down"):
        self.focus(window, label, key)
        self.call("Input.Select")

    def shows_message(self):
        """One of the short messages in the corner."""
        name = "Window.IsVisible(notification)"
        return self.call("XBMC.GetInfoBooleans", booleans=[name])[name]

    def screenshot(self, path):
        width = self.call("XBMC.GetInfoLabels", labels=["System.ScreenWidth"])
        size = "%sx%s" % (width["System.ScreenWidth"], self.call(
            "XBMC.GetInfoLabels", labels=["System.ScreenHeight"])["System.ScreenHeight"])
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "x11grab", "-video_size", size,
                        "-i", self.display, "-frames:v", "1", path], check=True)

    # --- the add-on ---

    def addon(self):
        answer = self.rpc.ask("Addons.GetAddonDetails", {
            "addonid": ADDON, "properties": ["enabled", "version", "broken"]})
        return answer.get("result", {}).get("addon")

    def install_from_zip(self):
        """As a person would do it."""
        self.call("GUI.ActivateWindow", window="addonbrowser")
        self.choose(ADDON_BROWSER, "Install from zip file")
        if self.version == 19:  # it warns that such an add-on will not update itself
            self.choose(YES_NO, "Yes", "Right")
        self.choose(FILE_BROWSER, "[zips]")
        self.choose(FILE_BROWSER, ZIP.name)
        wait_for_kodi(self.addon, "the add-on to be installed")
        self.call("Input.Home")

    def switch(self, on):
        """Returns when the service has started or stopped."""
        if self.addon()["enabled"] == on:
            return
        word = "begins" if on else "ends"
        before = self._said(word)
        self.call("Addons.SetAddonEnabled", addonid=ADDON, enabled=on)
        wait_until(lambda: self._said(word) > before, f"the service {word}")

    def _said(self, word):
        """How often the service has logged this since Kodi was started."""
        return len(re.findall(rf"\[{ADDON}\].* {word}, ", self.log()))

    @property
    def data(self):
        return self.userdata / "addon_data" / ADDON

    def configure(self, **settings):
        """Settings take effect when the service starts."""
        self.switch(False)
        self.data.mkdir(parents=True, exist_ok=True)
        rows = "".join(f'<setting id="{name}">{escape(str(value))}</setting>'
                       for name, value in settings.items())
        (self.data / "settings.xml").write_text(f'<settings version="2">{rows}</settings>')
        self.switch(True)

    def forget(self):
        """An empty queue, so that reports of another test are not sent in this one."""
        self.switch(False)
        for path in self.data.glob("queue.db*"):
            path.unlink()

    def waiting(self):
        """The bodies in the queue, in order."""
        path = self.data / "queue.db"
        if not path.exists():
            return []
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=120) as db:
            rows = [json.loads(text) for (text,) in
                    db.execute("SELECT body FROM report ORDER BY id")]
        db.close()
        return rows

    # --- the library ---

    def scan(self):
        """Kodi's database says which folder holds what."""
        path = max(glob.glob(str(self.userdata / "Database/MyVideos*.db")))
        with sqlite3.connect(path, timeout=120) as db:
            for folder, content, depth in (("movies", "movies", 2147483647), ("tv", "tvshows", 0)):
                db.execute(
                    "INSERT INTO path (strPath, strContent, strScraper, scanRecursive,"
                    " useFolderNames, strSettings, noUpdate, exclude)"
                    " VALUES (?, ?, 'metadata.local', ?, 0, '', 0, 0)",
                    (f"{self.media}/{folder}/", content, depth))
        db.close()
        self.call("VideoLibrary.Scan", "VideoLibrary.OnScanFinished", showdialogs=False)

    def movie(self, title):
        rows = self.call("VideoLibrary.GetMovies", properties=["title"])["movies"]
        return {"movieid": [row["movieid"] for row in rows if row["title"] == title][0]}

    def episode(self, season, episode):
        rows = self.call("VideoLibrary.GetEpisodes",
                         properties=["season", "episode"])["episodes"]
        return {"episodeid": [row["episodeid"] for row in rows
                              if (row["season"], row["episode"]) == (season, episode)][0]}

    def items(self):
        """Each file of the library once, and the loose one."""
        return [{"movieid": row["movieid"]} for row in self.call(
            "VideoLibrary.GetMovies")["movies"]] + [
            {"file": file} for file in sorted({row["file"] for row in self.call(
                "VideoLibrary.GetEpisodes", properties=["file"])["episodes"]})] + [
            {"file": str(path)} for path in sorted((self.media / "loose").iterdir())]

    # --- the player ---

    def play(self, item, directly=False):
        """Ends what plays first, unless the test is about going on directly (see STORES)."""
        if not directly and self.call("Player.GetActivePlayers"):
            self.stop()
        return self.call("Player.Open", "Player.OnAVStart", item=item)

    def pause(self):
        self.call("Player.PlayPause", "Player.OnPause", **PLAYER)

    def resume(self):
        self.call("Player.PlayPause", "Player.OnResume", **PLAYER)

    def seek(self, seconds):
        """Returns a mark of where it went."""
        mark = Mark(seconds)
        hours, rest = divmod(seconds, 3600)
        time_ = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60,
                 "milliseconds": 0}
        since = len(self.rpc.news)
        self.call("Player.Seek", "Player.OnSeek", value={"time": time_}, **PLAYER)
        # The notification comes before the jump. Until the picture is back, the position
        # is that of before, or the target, and stands still.
        is_moving = self.call("Player.GetProperties", properties=["speed"], **PLAYER)["speed"]
        seen = []

        def arrived():
            if self.rpc.has_heard(("Player.OnAVStart", "Player.OnStop"), since):
                return True  # it has played to its end since
            seen.append(self.position())
            return 0 <= seen[-1] - seconds + 1 <= BOUND and (
                not is_moving or seen[-1] > seen[max(len(seen) - 2, 0)])
        wait_for_kodi(arrived, lambda: f"the picture at {seconds} s: {seen[-5:]}")
        return mark

    def mark(self):
        return Mark(self.position())

    def position(self):
        """In seconds."""
        at = self.call("Player.GetProperties", properties=["time"], **PLAYER)["time"]
        return at["hours"] * 3600 + at["minutes"] * 60 + at["seconds"] + \
            at["milliseconds"] / 1000

    def wait_position(self, seconds):
        wait_for_kodi(lambda: self.position() >= seconds, f"second {seconds}")

    def stop(self):
        """Returns a mark of where it stopped."""
        mark = self.mark()
        self.call("Player.Stop", "Player.OnStop", **PLAYER)
        mark.end = time.monotonic()
        self.catch_up()
        return mark

    def catch_up(self):
        """Kodi 19 and 20 tell of the end before their main thread has heard that the state
        was stored (see STORES). Each question makes that thread go round once."""
        for _ in range(3):
            self.call("XBMC.GetInfoBooleans", booleans=["Player.HasMedia"])
