# SPDX-License-Identifier: MIT
"""Every setting of an integration through page, API and ryotctl: all three accept a value,
or all three refuse it in the same words.

The settings are the rows of the table in shared/actions/integration.c; one without a good
and a bad value here fails the last test.
"""

import re
from html import unescape

import pytest

import bodies
from api import Api
from server import ROOT

LIST = "/settings/integrations"
URL, KEY = "https://books.example.org", "first-key"
SHELF = {"server_url": URL, "server_key": KEY}
SENDERS = ("emby", "jellyfin", "jellyfin-official", "plex")  # whose server may be asked
OK = ""
# By setting: the page's field and ryotctl's option.
FIELDS = {"name": "name", "is_enabled": "enabled", "is_shared": "shared", "only_user": "only_user",
          "start_percent": "start", "complete_percent": "complete",
          "server_url": "server_url", "server_key": "server_key"}
OPTIONS = {"name": "--name", "only_user": "--only-user", "start_percent": "--start",
           "complete_percent": "--complete", "server_url": "--url",
           "server_ca_file": "--ca-file"}
TWO_DECIMALS = "enter per cent between 0 and 100, with at most two decimals, like 2 or 2.5"
ORDER = "the start limit is at least 0 %, the complete limit is above it and below 100 %"
NAME = "the name of an integration has 1 to 100 bytes, and no control characters"
NAMELESS = "does not say who is playing, so listening to one account only would shut"
ALONE = "does not say who is playing, so it cannot serve several people"
UNASKED = "sends by itself and is not asked: it has no address, key or CA file of a server"
ADDRESS = "an address looks like https://books.example.org"
OTHER_HOST = "This is another host than before, and the key is not for it. Enter its own."
NO_KEY = "that is no key: its byte"

# provider, what is set, and the words of the refusal.
CHANGES = [
    ("kodi", {"name": "Den"}, OK), ("kodi", {"name": " Den "}, OK),
    ("kodi", {"name": "x" * 100}, OK), ("kodi", {"name": "x" * 101}, NAME),
    ("kodi", {"name": "\u00e4" * 51}, NAME), ("kodi", {"name": ""}, NAME),
    ("kodi", {"name": "  "}, NAME), ("kodi", {"name": "bell\a"}, NAME),
    ("kodi", {"name": "two\nlines"}, NAME),
    ("kodi", {"is_enabled": False}, OK), ("audiobookshelf", {"is_enabled": True}, OK),
    ("jellyfin", {"only_user": "alice"}, OK), ("jellyfin", {"only_user": None}, OK),
    *((sender, {"only_user": "alice"}, OK)
      for sender in ("emby", "jellyfin-official", "plex", "tautulli")),
    ("jellyfin", {"only_user": "x" * 200}, OK), ("kodi", {"only_user": None}, OK),
    ("jellyfin", {"only_user": "x" * 201}, "no account has so long a name"),
    ("jellyfin", {"only_user": "bell\a"}, "no account has control characters in its name"),
    ("jellyfin", {"name": "Den", "only_user": " "}, "the name of the account is empty"),
    ("kodi", {"only_user": "alice"}, f"kodi {NAMELESS}"),
    ("audiobookshelf", {"only_user": "alice"}, f"audiobookshelf {NAMELESS}"),
    *((sender, {"is_shared": is_on}, OK) for is_on in (True, False)
      for sender in ("emby", "jellyfin", "jellyfin-official", "plex", "tautulli")),
    ("kodi", {"is_shared": False}, OK), ("kodi", {"is_shared": True}, f"kodi {ALONE}"),
    ("audiobookshelf", {"is_shared": True}, f"audiobookshelf {ALONE}"),
    ("kodi", {"start_percent": "0"}, OK), ("kodi", {"start_percent": "2.5"}, OK),
    ("kodi", {"start_percent": "2,25"}, OK), ("kodi", {"start_percent": " 3 "}, OK),
    ("kodi", {"start_percent": "94.99"}, OK), ("kodi", {"start_percent": "95"}, ORDER),
    ("kodi", {"start_percent": "96"}, ORDER),
    ("kodi", {"start_percent": "-1"}, f"Started: {TWO_DECIMALS}"),
    ("kodi", {"start_percent": "2.345"}, f"Started: {TWO_DECIMALS}"),
    ("kodi", {"start_percent": "two"}, f"Started: {TWO_DECIMALS}"),
    ("kodi", {"start_percent": ""}, f"Started: {TWO_DECIMALS}"),
    ("kodi", {"complete_percent": "99.99"}, OK), ("kodi", {"complete_percent": "95,5"}, OK),
    ("kodi", {"complete_percent": "100"}, ORDER), ("kodi", {"complete_percent": "2"}, ORDER),
    ("kodi", {"complete_percent": "100.01"}, f"Completed: {TWO_DECIMALS}"),
    ("kodi", {"complete_percent": "95.123"}, f"Completed: {TWO_DECIMALS}"),
    ("kodi", {"complete_percent": "1000"}, f"Completed: {TWO_DECIMALS}"),
    ("kodi", {"start_percent": "10", "complete_percent": "20"}, OK),
    ("kodi", {"start_percent": "20", "complete_percent": "10"}, ORDER),
    ("audiobookshelf", {"server_url": URL}, OK),
    ("audiobookshelf", {"server_url": f" {URL}/ "}, OK),
    ("audiobookshelf", {"server_url": f"{URL}:8443/shelf"}, OK),
    ("audiobookshelf", {"server_url": URL.replace("https", "http")}, OK),
    ("audiobookshelf", {"server_url": "https://other.example"}, OTHER_HOST),
    ("audiobookshelf", {"server_url": "https://other.example", "server_key": "second"}, OK),
    *(("audiobookshelf", {"server_url": url, "server_key": "second"}, ADDRESS) for url in (
        "", "books.example.org", "ftp://books.example.org", "https://", "https://u:p@a.example",
        "https://a.example/?x", "https://a.example/#x", "https://a.example:99999",
        "https://a.example:port", "https://a\aexample", "https://" + "x" * 1000)),
    ("audiobookshelf", {"server_url": URL, "server_key": "second"}, OK),
    ("audiobookshelf", {"server_url": URL, "server_key": "two words"}, NO_KEY),
    ("audiobookshelf", {"server_url": URL, "server_key": "schl\u00fcssel"}, NO_KEY),
    ("audiobookshelf", {"server_url": URL, "server_key": "bell\a"}, NO_KEY),
    *((provider, {"server_url": URL, "server_key": "second"}, OK) for provider in SENDERS),
    ("plex", {"server_url": URL, "server_key": "two words"}, NO_KEY),
    ("plex", {"server_url": "books", "server_key": "second"}, ADDRESS),
    ("tautulli", {"server_url": URL, "server_key": "second"}, f"tautulli {UNASKED}"),
    ("kodi", {"server_url": URL}, f"kodi {UNASKED}"),
]
# Where a new one is added.
NEW = [
    ("jellyfin", {"name": "Den", "only_user": " "}, "the name of the account is empty"),
    ("kodi", {"name": "Den"}, OK), ("jellyfin", {"name": ""}, NAME),
    ("kodi", {"name": "Den", "server_url": URL, "server_key": KEY}, f"kodi {UNASKED}"),
    ("audiobookshelf", {"name": "Books", **SHELF}, OK),
    ("audiobookshelf", {"name": "", **SHELF}, NAME),
    ("audiobookshelf", {"name": "Books", **SHELF, "server_url": "books"}, ADDRESS),
    ("audiobookshelf", {"name": "Books", **SHELF, "server_key": "two words"}, NO_KEY),
]
# A path on the server's own machine is its administrator's: ryotctl only.
CA_FILES = [("/etc/ssl/openssl.cnf", OK), ("/", "the CA file is a directory"),
            ("/nowhere/ca.pem", "the CA file cannot be read"),
            ("/" + "x" * 4095, "no CA file has such a path")]


def name_of(row):
    return "-".join([row[0], *(f"{k}={str(v)[:16]!r}" for k, v in row[1].items())])


def plain(note):
    """Pages begin with a capital and end with a full stop."""
    return note.strip().rstrip(".").lower()


class Shells:
    """Somebody with all three ways to an integration."""

    def __init__(self, person):
        self.person, self.server, self.api = person, person.server, Api(person)
        self.made = []

    def new(self, provider):
        body = {"provider": provider, **({**SHELF, "is_unchecked": True} if provider == "audiobookshelf" else {})}
        number = self.api.send("POST", "/integrations", body=body)["id"]
        self.made.append(number)
        return number

    def state(self, number):
        """All that a setting changes, but for the sealed key, sealed anew each time."""
        return self.server.rows(
            "SELECT i.name, i.enabled + 2 * i.is_shared, i.only_user, i.start_limit,"
            " i.complete_limit, a.url,"
            " a.ca_file, a.test_asked_ms IS NOT NULL FROM integration i LEFT JOIN account a"
            " ON a.integration_id = i.id WHERE i.id = ?", number)

    def count(self):
        return self.server.value("SELECT count(*) FROM integration WHERE user_id = ?",
                                 self.person.id)

    # --- what each answers: the words of the refusal, or OK ---

    def page(self, number, values):
        path = f"{LIST}/{number}"
        if any(name.startswith("server_") for name in values):
            assert self.person.get(path).has_form(f"{path[1:]}/server")
            fields = {FIELDS[name]: value for name, value in values.items()}
            return self.said(self.person.post(f"{path}/server", fields), 303)
        fields = {**self.person.get(path).form(path[1:]).fields}
        for name, value in values.items():
            fields[FIELDS[name]] = "" if value is None else value
        for name in {"is_enabled", "is_shared"} & set(values):
            fields[FIELDS[name]] = "on" if values[name] else None
        return self.said(self.person.post(path, fields), 303)

    def page_new(self, provider, values):
        fields = {FIELDS[name]: value for name, value in values.items()}
        return self.said(self.person.post(f"{LIST}/new/{provider}", fields), 303)

    @staticmethod
    def said(view, good):
        if view.status == good:
            return OK
        assert view.status == 400, view
        alert = re.search(r"role='alert'[^>]*>(.*?)</", view.html, re.DOTALL)
        return unescape(alert[1])

    @staticmethod
    def body(values):
        """Percentages are numbers there; other texts are no number in JSON at all."""
        numbers = {name: float(value.replace(",", ".")) for name, value in values.items()
                   if name.endswith("_percent")}
        return {**values, **numbers}

    def api_said(self, method, path, number, body, names):
        answer = self.api.call(method, path, number, body)
        if answer.status < 300:
            return OK
        assert answer.status == 400 and answer.json["field"] in names, answer
        return answer.json["detail"]

    def api_set(self, number, values):
        return self.api_said("PATCH", "/integrations/{id}", number, self.body(values),
                             self.names(values))

    @staticmethod
    def names(values):
        """The limits are wrong together; an address may want its key."""
        more = {"start_percent", "complete_percent"} if any(
            name.endswith("_percent") for name in values) else set()
        return set(values) | more | ({"server_key"} if "server_url" in values else set())

    def ctl(self, words, values):
        options, stdin = [], None
        for name, value in values.items():
            if name == "is_enabled":
                options.append("--enable" if value else "--disable")
            elif name == "is_shared":
                options.append("--shared" if value else "--alone")
            elif name == "server_key":
                options.append("--key-stdin")
                stdin = f"{value}\n".encode()
            elif value is None:
                options.append("--all-users")
            else:
                options.append(f"{OPTIONS[name]}={value}")
        # Nobody answers at these addresses.
        unchecked = ["--unchecked"] if any(name.startswith("server_") for name in values) else []
        done = self.server.run_ctl("integration", *words, *options, *unchecked, stdin=stdin)
        if done.returncode == 0:
            return OK
        assert done.returncode in (64, 65), done
        return done.stderr.decode().removeprefix("ryotctl: ")


@pytest.fixture
def shells(bob):
    return Shells(bob)


def check(answers, words):
    for shell, said in answers.items():
        if words:
            assert plain(words) in plain(said), (shell, answers)
        else:
            assert said == OK, (shell, answers)


def is_number(values):
    return all(re.fullmatch(r"\s*-?\d+([.,]\d+)?\s*", value) for name, value in values.items()
               if name.endswith("_percent"))


@pytest.mark.parametrize("provider, values, words", CHANGES, ids=map(name_of, CHANGES))
def test_all_three_set_it_or_refuse_it_in_the_same_words(shells, provider, values, words):
    before, after, answers = {}, {}, {}
    ways = {"page": shells.page, "api": shells.api_set,
            "ctl": lambda number, values: shells.ctl(["set", number], values)}
    if not is_number(values):
        del ways["api"]
    if provider in ("kodi", "tautulli") and any(name.startswith("server_") for name in values):
        del ways["page"]  # there is no such form: 404
    for shell, way in ways.items():
        number = shells.new(provider)
        before[shell] = shells.state(number)
        answers[shell] = way(number, values)
        after[shell] = shells.state(number)
    check(answers, words)
    if words:
        assert after == before
    else:
        # ryotctl was told not to ask the server, neither now nor later.
        assert len({row[0][:7] for row in after.values()}) == 1, after
    if not words and "server_url" in values:
        assert all(row[0][7] for shell, row in after.items() if shell != "ctl"), after


@pytest.mark.parametrize("provider, values, words", NEW, ids=map(name_of, NEW))
def test_all_three_add_it_or_refuse_it_in_the_same_words(shells, provider, values, words):
    add = ["add", provider, "--user", shells.person.name]
    count = shells.count()
    answers = {
        "page": shells.page_new(provider, values),
        "api": shells.api_said("POST", "/integrations", None, {"provider": provider, **values},
                               shells.names(values)),
        "ctl": shells.ctl(add, values)}
    check(answers, words)
    # Page and API keep what is asked first apart: nobody answers at this address.
    added = 0 if words else 1 if "server_url" in values else 3
    assert shells.count() == count + added


def test_all_three_keep_to_the_quota(shells):
    for _ in range(30):
        shells.new("kodi")
    body = {"provider": "kodi"}
    answers = {"page": shells.page_new("kodi", {"name": "One more"}),
               "api": shells.api.call("POST", "/integrations", body=body).json["detail"],
               "ctl": shells.ctl(["add", "kodi", "--user", shells.person.name], {})}
    check(answers, "30 integrations are the most that a person can have. Remove one first.")
    assert shells.count() == 30
    # A report by token is not lost: it makes the one integration of its provider.
    assert shells.server.post(
        "/webhooks/integrations/jellyfin", bodies.read("movie-progress.json"),
        {"Authorization": f"Bearer {shells.api.token}"}).status == 200
    assert shells.count() == 31


def test_all_three_rotate_what_has_a_webhook_only(shells):
    number = shells.new("audiobookshelf")
    view = shells.person.post(f"{LIST}/{number}/rotate", {})
    answer = shells.api.call("POST", "/integrations/{id}/rotate", number)
    done = shells.server.run_ctl("integration", "rotate", number)
    assert (view.status, answer.status) == (409, 409) and done.returncode != 0
    words = "This integration has no webhook: it is asked."
    assert words in view.text and words in done.stderr.decode()
    assert answer.json["detail"] == words


def test_a_key_that_loses_its_encryption_is_warned_of(shells):
    plain_url = URL.replace("https", "http")
    number = shells.new("audiobookshelf")
    view = shells.person.submit(f"{LIST}/{number}", f"settings/integrations/{number}/server",
                                server_url=plain_url)
    assert "no longer encrypted" in view.text
    number = shells.new("audiobookshelf")
    answer = shells.api.send("PATCH", "/integrations/{id}", number, {"server_url": plain_url})
    assert "no longer encrypted" in answer["warning"]
    answer = shells.api.send("PATCH", "/integrations/{id}", number, {"name": "Books"})
    assert "warning" not in answer
    number = shells.new("audiobookshelf")
    done = shells.server.run_ctl("integration", "set", number, "--url", plain_url, "--unchecked")
    assert done.returncode == 0 and "no longer encrypted" in done.stderr.decode()


@pytest.mark.parametrize("path, words", CA_FILES, ids=[path[:20] for path, _ in CA_FILES])
def test_the_ca_file_is_the_administrators(shells, path, words):
    number = shells.new("audiobookshelf")
    assert shells.api.call("PATCH", "/integrations/{id}", number,
                           {"server_ca_file": path}).json["field"] == "server_ca_file"
    form = shells.person.get(f"{LIST}/{number}").form(f"settings/integrations/{number}/server")
    assert form.names - {None} == {"csrf", "server_url", "server_key"}
    check({"ctl": shells.ctl(["set", number], {"server_ca_file": path})}, words)
    assert shells.state(number)[0][6] == (None if words else path)


def test_every_setting_has_a_good_and_a_bad_value():
    source = (ROOT / "shared/actions/integration.c").read_text()
    settings = set(re.findall(r"\[SETTING_\w+\]\s*=\s*\{ \"(\w+)\"", source))
    assert len(settings) == len(re.findall(r"^\t\[SETTING_", source, re.MULTILINE)) > 0
    source = (ROOT / "shared/providers/field.c").read_text()
    fields = set(re.findall(r"\[FIELD_\w+\] = \{ \.name = \"(\w+)\"", source))
    assert len(fields) == len(re.findall(r"^\t\[FIELD_", source, re.MULTILINE)) > 0
    good = {name for _, values, words in CHANGES if not words for name in values}
    bad = {name for _, values, words in CHANGES if words for name in values}
    ca_file = {"server_ca_file"}
    # A switch has two values, and both are good.
    assert settings | fields == good | ca_file == bad | ca_file | {"is_enabled"}


def test_every_field_of_every_provider_is_in_the_table():
    """A provider's form, with what its row says, and a good value of each."""
    kinds = dict(re.findall(r"\[(FIELD_\w+)\] = \{ \.name = \"(\w+)\"",
                            (ROOT / "shared/providers/field.c").read_text()))
    tried = {(provider, name) for provider, values, words in CHANGES if not words
             for name in values} | {
                 (provider, "server_ca_file") for provider in ("audiobookshelf", *SENDERS)}
    found = set()
    for path in (ROOT / "shared/providers").rglob("*.c"):
        text = path.read_text()
        row = re.search(r"^const struct provider provider_(\w+) = \{(.*?)^\};", text,
                        re.DOTALL | re.MULTILINE)
        if row:
            found |= {(row[1].replace("_", "-"), kinds[kind])
                      for kind in re.findall(r"\.kind = (FIELD_\w+)", row[2])}
    assert found and found <= tried
