# SPDX-License-Identifier: MIT
"""The zip file obeys the rules of Kodi's add-on checker, and its texts match the code."""

import ast
import hashlib
import os
import re
import shutil
import string
import struct
import subprocess
import sys
import time
import zipfile
from xml.etree import ElementTree

import pytest

import pack
from conftest import ROOT
from resources.lib.ryot import options, texts

ENDINGS = {".py", ".xml", ".png", ".po", ".txt", ".md"}  # in our files; all are allowed
KODI = {"xbmc", "xbmcaddon", "xbmcgui", "xbmcplugin", "xbmcvfs", "xbmcdrm"}
METADATA = {"summary", "description", "platform", "license", "assets"}
ADDON = ROOT / "kodi/script.ryot"
LANGUAGES = ("en_gb", "de_de", "fr_fr")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The opened zip file."""
    path = tmp_path_factory.mktemp("zip") / "script.ryot.zip"
    pack.pack(path)
    with zipfile.ZipFile(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(package):
    return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def addon(files):
    return ElementTree.fromstring(files["script.ryot/addon.xml"])


def of(files, ending):
    return {name: data for name, data in files.items() if name.endswith(ending)}


# --- the package ---

def test_the_same_tree_gives_the_same_bytes(tmp_path):
    """Regardless of its location, and of times, modes and leftover files."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "kodi", copy / "kodi")
    shutil.copy(ROOT / "LICENSE", copy)
    for path in (copy / "kodi").rglob("*"):
        os.utime(path, (time.time(), 1))
        path.chmod(0o777)
    junk = copy / "kodi/script.ryot/resources/lib/__pycache__"
    junk.mkdir(exist_ok=True)
    (junk / "service.cpython-311.pyc").write_bytes(b"x")
    (copy / "kodi/script.ryot/.gitignore").write_text("x")
    pack.pack(tmp_path / "one.zip")
    subprocess.run([sys.executable, copy / "kodi/pack.py", tmp_path / "two.zip"], check=True)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_names_are_sorted_and_times_are_fixed(package):
    assert package.namelist() == sorted(package.namelist())
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_everything_is_in_one_folder_named_after_the_add_on(files, addon):
    assert {name.split("/")[0] for name in files} == {addon.get("id")} == {"script.ryot"}


def test_nothing_is_executable_and_nothing_strange_is_in_it(package):
    for entry in package.infolist():
        assert entry.external_attr >> 16 == 0o100644, entry.filename
        assert os.path.splitext(entry.filename)[1] in ENDINGS, entry.filename


def test_every_xml_parses(files):
    for data in of(files, ".xml").values():
        ElementTree.fromstring(data)


def test_it_has_a_licence(files, addon):
    assert files["script.ryot/LICENSE.txt"] == (ROOT / "LICENSE").read_bytes()
    assert addon.find(".//license").text == "MIT"


# --- addon.xml ---

def test_it_names_itself(addon):
    assert addon.tag == "addon" and addon.get("name") and addon.get("provider-name")
    assert {child.tag for child in addon} == {"requires", "extension"}


def test_the_version_is_that_of_the_server(addon):
    server = re.search(r'VERSION "(.*)"', (ROOT / "shared/base/version.h").read_text())[1]
    assert re.fullmatch(r"\d+(\.\d+){1,5}", server)
    assert addon.get("version") == server


def test_it_needs_nothing_but_python_as_kodi_19_has_it(addon):
    requires, = addon.findall("requires")
    assert [entry.attrib for entry in requires] == [
        {"addon": "xbmc.python", "version": "3.0.0"}]


def test_its_entry_points_exist_and_are_thin(files, addon):
    points = {entry.get("point"): entry for entry in addon.findall("extension")}
    assert set(points) == {"xbmc.service", "xbmc.python.script", "xbmc.addon.metadata"}
    for point in ("xbmc.service", "xbmc.python.script"):
        assert set(points[point].attrib) == {"point", "library"} and len(points[point]) == 0
        source = files["script.ryot/" + points[point].get("library")]
        lines = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
        assert len(lines) < 15


def test_its_metadata(addon):
    metadata = addon.find("extension[@point='xbmc.addon.metadata']")
    assert {child.tag for child in metadata} == METADATA
    for tag, most in (("summary", 1500), ("description", 2500)):
        found = {child.get("lang"): child.text for child in metadata.findall(tag)}
        assert set(found) == {"en_GB", "de_DE", "fr_FR"}
        assert all(0 < len(text) <= most for text in found.values())
    assert metadata.find("platform").text == "all"


def picture(data):
    """(width, height, colour type)"""
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR"
    return struct.unpack(">IIxB", data[16:26])


def test_its_pictures(files, addon):
    named = {child.tag: "script.ryot/" + child.text for child in addon.find(".//assets")}
    assert set(named) == {"icon", "fanart"}
    assert picture(files[named["icon"]]) == (512, 512, 2)  # 2: no transparency
    assert picture(files[named["fanart"]]) == (1280, 720, 2)
    assert len(files[named["fanart"]]) <= 1000 * 1024
    assert sorted(of(files, ".png")) == sorted(named.values())


# --- texts ---

def entries(data):
    """{number: (msgid, msgstr)}, in the strict form that we write."""
    assert not data.startswith(b"\xef\xbb\xbf")
    text = data.decode()
    header, *rest = text.split('\n\nmsgctxt "#')
    assert 'msgid ""\nmsgstr ""\n' in header and "charset=UTF-8" in header
    found = {}
    for entry in rest:
        got = re.fullmatch(r'(\d+)"\nmsgid "(.+)"\nmsgstr "(.*)"\n?', entry)
        assert got, entry
        assert int(got[1]) not in found, got[1]
        found[int(got[1])] = (got[2], got[3])
    return found


@pytest.fixture(scope="module")
def languages(files):
    found = {name.split("/")[3]: entries(data) for name, data in of(files, ".po").items()}
    assert set(found) == {"resource.language." + code for code in LANGUAGES}
    return {name[-5:]: texts for name, texts in found.items()}


def test_every_language_is_complete(languages):
    english = languages["en_gb"]
    assert all(translated == "" for _, translated in english.values())
    for code in LANGUAGES[1:]:
        assert {n: text for n, (text, _) in languages[code].items()} == {
            n: text for n, (text, _) in english.items()}
        assert all(translated for _, translated in languages[code].values())


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_translations_have_the_same_placeholders(languages):
    for code in LANGUAGES[1:]:
        for number, (text, translated) in languages[code].items():
            assert gaps(text) == gaps(translated), number


def numbers_used():
    code = [value for value in vars(texts).values() if isinstance(value, int)]
    code += [*texts.PROBLEMS.values(), *texts.SKIPPED.values()]
    assert len(code) == len(set(code))
    settings = (ADDON / "resources/settings.xml").read_text()
    return set(code) | {int(n) for n in re.findall(r'[">](\d{5})["<]', settings)}


def test_every_text_is_used_and_every_used_text_exists(languages):
    assert set(languages["en_gb"]) == numbers_used()


def test_every_problem_has_a_text():
    source = "".join(path.read_text() for path in (ADDON / "resources/lib/ryot").glob("*.py"))
    named = set(re.findall(r'(?:Problem|BadAddress)\("(\w+)"', source))
    named |= set(re.findall(r'40[134]: "(\w+)"', source))
    assert named | {"not_found"} == set(texts.PROBLEMS)
    assert set(re.findall(r'"(excluded_\w+|unknown_\w+)"[^:]', source)) == set(texts.SKIPPED)


# --- settings ---

@pytest.fixture(scope="module")
def settings(files):
    return ElementTree.fromstring(files["script.ryot/resources/settings.xml"])


def test_the_settings_use_the_new_format(settings):
    assert settings.get("version") == "1"
    for setting in settings.iter("setting"):
        assert setting.find("control") is not None and setting.find("level").text == "0"
        assert setting.get("label") and setting.get("help"), setting.get("id")


def test_the_token_is_hidden(settings):
    assert settings.find(".//setting[@id='token']/control/hidden").text == "true"


def test_the_code_and_the_settings_agree(settings):
    asked = []

    def default(name):
        asked.append(name)
        found = settings.find(f".//setting[@id='{name}']/default")
        assert found is not None, name
        return found.text or ""

    got = options.Options(default)
    stored = {setting.get("id") for setting in settings.iter("setting")
              if setting.get("type") != "action"}
    assert set(asked) == stored
    assert got.movies and got.episodes and got.notifications and got.interval == 30
    assert not (got.marks or got.live_tv or got.web_streams or got.debug or got.excluded)


def test_the_interval_has_bounds(settings):
    limits = settings.find(".//setting[@id='interval']/constraints")
    assert [int(limits.find(tag).text) for tag in ("minimum", "maximum")] == [
        options.INTERVAL_LEAST, options.INTERVAL_MOST]
    for text, want in (("5", 10), ("10", 10), ("300", 300), ("301", 300), ("x", 30)):
        got = options.Options(lambda name, text=text: text if name == "interval" else "")
        assert got.interval == want


def test_every_button_calls_an_existing_action(settings):
    source = (ADDON / "resources/lib/actions.py").read_text()
    actions = re.search(r"ACTIONS = {(.*)}", source)[1]
    called = [data.text for data in settings.iter("data")]
    assert sorted(called) == sorted(
        f"RunScript(script.ryot,{name})" for name in re.findall(r'"(\w+)":', actions))


# --- Python ---

def test_the_code_is_valid_python_3_8(files):
    """Kodi 19 and 20 ship it on some systems."""
    for name, data in of(files, ".py").items():
        ast.parse(data, name, feature_version=(3, 8))
        for new in (rb"\.removeprefix", rb"\.removesuffix", rb"zip\(.*strict"):
            assert not re.search(new, data), name


def imports(data):
    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def test_it_imports_only_kodi_and_the_standard_library(files):
    for name, data in of(files, ".py").items():
        for module in imports(data):
            assert module in sys.stdlib_module_names | KODI | {"resources"}, (name, module)


def test_the_logic_does_not_import_kodi(files):
    deciders = [data for name, data in of(files, ".py").items() if "/lib/ryot/" in name]
    assert len(deciders) > 8
    assert not KODI & {module for data in deciders for module in imports(data)}


# --- the repository ---

@pytest.fixture(scope="module")
def offered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repository")
    pack.pack(folder / "script.ryot.zip")
    pack.offer(folder / "script.ryot.zip", folder / "kodi")
    return folder / "kodi"


def test_the_repository_lists_the_add_on_with_its_pictures(offered, addon):
    listed, = ElementTree.parse(offered / "addons.xml").getroot()
    assert listed.attrib == addon.attrib
    assert [(e.tag, e.text) for e in listed.iter()] == [(e.tag, e.text) for e in addon.iter()]
    for picture in listed.find(".//assets"):
        assert (offered / "script.ryot" / picture.text).exists()


def test_each_file_of_the_repository_has_its_hash(offered, addon):
    name = f"script.ryot-{addon.get('version')}.zip"
    for path in (offered / "addons.xml", offered / "script.ryot" / name):
        told = path.with_name(path.name + ".sha256").read_text().strip()
        assert told == hashlib.sha256(path.read_bytes()).hexdigest()


def make_repository(offered, url, target):
    return subprocess.run(
        [ROOT / "kodi/repository.sh", url, offered / "repository.ryot", target],
        capture_output=True, text=True, check=False)


@pytest.mark.parametrize("url", [
    "https://ryot.example.org", "http://nas:8080/sub", "http://[fd00::1]:8080"])
def test_the_repository_add_on_names_this_instance(offered, tmp_path, url):
    got = []
    for name in ("a.zip", "b.zip"):
        assert make_repository(offered, url + "/", tmp_path / name).returncode == 0
        got.append((tmp_path / name).read_bytes())
    assert got[0] == got[1]
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.testzip() is None
        files = {name: opened.read(name) for name in opened.namelist()}
    addon = ElementTree.fromstring(files["repository.ryot/addon.xml"])
    place = addon.find("extension[@point='xbmc.addon.repository']/dir")
    assert place.find("info").text == url + "/kodi/addons.xml"
    assert place.find("checksum").text == url + "/kodi/addons.xml.sha256"
    assert place.find("checksum").get("verify") == "sha256" == place.find("hashes").text
    assert place.find("datadir").text == url + "/kodi/"
    for picture in addon.find(".//assets"):
        assert "repository.ryot/" + picture.text in files
    assert {"repository.ryot/LICENSE.txt"} < set(files)


@pytest.mark.parametrize("url", ["", "nas", "ftp://nas", "http://", "http://a|b", "http://a&b",
                                 "http://<a>", "http://a\nhttp://b"])
def test_what_is_no_address_makes_no_repository(offered, tmp_path, url):
    assert make_repository(offered, url, tmp_path / "a.zip").returncode == 2
    assert not (tmp_path / "a.zip").exists()
