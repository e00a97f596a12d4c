# SPDX-License-Identifier: MIT
"""Kodi follows the repository of an instance: it installs the add-on and its updates."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rig import ADDON, ADDON_BROWSER, FILE_BROWSER, YES_NO, Kodi, wait_for_kodi
from server import BOUND, ROOT

sys.path.insert(0, str(ROOT / "kodi"))

import pack

REPOSITORY = "repository.ryot"
NEWER = "9.0.0"


def make_add_on(url, target):
    subprocess.run([ROOT / "kodi/repository.sh", url,
                    ROOT / "build/repository" / REPOSITORY, target], check=True)


def test_nginx_serves_the_repository(server):
    home = server.folder / "nginx"
    make_add_on(server.base_url, home / f"{REPOSITORY}.zip")
    version = pack.ElementTree.parse(pack.ADDON / "addon.xml").getroot().get("version")
    for name in ("addons.xml", "addons.xml.sha256", f"{REPOSITORY}.zip",
                 f"{ADDON}/{ADDON}-{version}.zip", f"{ADDON}/{ADDON}-{version}.zip.sha256",
                 f"{ADDON}/resources/icon.png"):
        assert server.request("GET", "/kodi/" + name).status == 200, name


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def instance(tmp_path):
    """Serves a repository whose content can be changed."""
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "build/repository", folder / "kodi")
    site = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site.folder, site.url = folder / "kodi", f"http://127.0.0.1:{site.server_port}"
    yield site
    site.shutdown()
    site.server_close()
    thread.join(BOUND)


def publish(instance, tmp_path, monkeypatch, version):
    """A newer version of the add-on."""
    copy = tmp_path / "kodi"
    shutil.copytree(ROOT / "kodi", copy)
    shutil.copy(ROOT / "LICENSE", tmp_path)
    about = copy / ADDON / "addon.xml"
    now = pack.ElementTree.parse(about).getroot().get("version")
    about.write_text(about.read_text().replace(f'version="{now}"', f'version="{version}"', 1))
    monkeypatch.setattr(pack, "HERE", copy)
    monkeypatch.setattr(pack, "ADDON", copy / ADDON)
    pack.pack(tmp_path / "newer.zip")
    pack.offer(Path(tmp_path / "newer.zip"), instance.folder)


@pytest.fixture
def bare():
    """A Kodi without the add-on, which updates add-ons by itself."""
    kodi = Kodi()
    settings = kodi.userdata / "guisettings.xml"
    settings.write_text(settings.read_text().replace(
        'id="general.addonupdates">2<', 'id="general.addonupdates">0<'))
    yield kodi
    kodi.clean_up()


def test_kodi_installs_and_updates_from_the_repository(bare, instance, tmp_path, monkeypatch):
    make_add_on(instance.url, bare.folder / "zips" / f"{REPOSITORY}.zip")
    bare.start()
    bare.call("GUI.ActivateWindow", window="addonbrowser")
    bare.choose(ADDON_BROWSER, "Install from zip file")
    if bare.version == 19:
        bare.choose(YES_NO, "Yes", "Right")
    bare.choose(FILE_BROWSER, "[zips]")
    bare.choose(FILE_BROWSER, f"{REPOSITORY}.zip")
    wait_for_kodi(lambda: "result" in bare.rpc.ask(
        "Addons.GetAddonDetails", {"addonid": REPOSITORY}), "the repository to be installed")
    bare.call("Input.Home")
    bare.builtin("UpdateAddonRepos")
    wait_for_kodi(lambda: (bare.builtin(f"InstallAddon({ADDON})"), bare.gui()[0] == YES_NO)[1],
                  "the question")
    bare.choose(YES_NO, "Yes", "Right")
    wait_for_kodi(bare.addon, "the add-on to be installed")
    first = bare.addon()["version"]
    wait_for_kodi(lambda: f"{first} begins" in bare.log(), "the service begins")
    publish(instance, tmp_path, monkeypatch, NEWER)
    bare.builtin("UpdateAddonRepos")
    wait_for_kodi(lambda: (bare.addon() or {}).get("version") == NEWER, "the update")
    wait_for_kodi(lambda: f"{NEWER} begins" in bare.log(), "the new service begins")
    bare.quit()
