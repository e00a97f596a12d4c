# SPDX-License-Identifier: MIT
"""One hook of an administrator serves several people: on the pages, through the API, by
ryotctl. All three do the same thing, and refuse it in the same words."""

import bodies
import pytest
from api import Api
from person import newcomer

WAITS = "It is of the account dora, which nobody here has yet."


def tick(account, number=603, percent=50):
    body = bodies.movie(number, percent)
    body["User"] = {"Name": account, "Id": f"{account}-id"}
    return body


class Way:
    """To give accounts away: the words when that is refused, else None."""

    def __init__(self, person):
        self.person, self.server, self.api = person, person.server, Api(person)

    def accounts(self, hook):
        found = self.api.get("/integrations/{id}/accounts", hook.id)["items"]
        return {row["name"]: row for row in found}


class Page(Way):
    def share(self, hook):
        path = f"/settings/integrations/{hook.id}"
        self.person.submit(path, path[1:], shared="on")

    def said(self, view):
        if view.status == 303:
            return None
        assert view.status in (400, 403, 409), view
        return view.text

    def settle(self, hook, account, what, **fields):
        page = f"/settings/integrations/{hook.id}/accounts"
        assert account["name"] in self.person.get(page).text
        return self.said(self.person.post(f"/settings/accounts/{account['id']}/{what}", fields))

    def give(self, hook, account, person):
        return self.settle(hook, account, "give", person=person)

    def add(self, hook, account, person):
        return self.said(self.person.post(f"/settings/integrations/{hook.id}/accounts",
                                          {"account": account, "person": person}))


class Program(Way):
    def share(self, hook):
        self.api.send("PATCH", "/integrations/{id}", hook.id, {"is_shared": True})

    def said(self, answer):
        return None if answer.status == 200 else answer.json["detail"]

    def settle(self, _hook, account, what):
        return self.said(self.api.call("POST", "/accounts/{id}/" + what, account["id"]))

    def give(self, _hook, account, person):
        seen = self.api.call("POST", "/accounts/{id}/give", account["id"],
                             {"person": person, "preview": True})
        done = self.api.call("POST", "/accounts/{id}/give", account["id"], {"person": person})
        assert seen.status == done.status
        assert seen.json.get("outcomes") == done.json.get("outcomes")
        return self.said(done)

    def add(self, hook, account, person):
        return self.said(self.api.call("POST", "/integrations/{id}/accounts", hook.id,
                                       {"name": account, "person": person}))


class Terminal(Way):
    def share(self, hook):
        self.server.ctl("integration", "set", hook.id, "--shared")

    def run(self, *args):
        done = self.server.run_ctl("account", *args)
        return None if done.returncode == 0 else done.stderr.decode()

    def settle(self, hook, account, what):
        listed = self.server.ctl("account", "list", hook.id)["accounts"]
        assert account["id"] in [row["id"] for row in listed]
        return self.run(what, account["id"])

    def give(self, _hook, account, person):
        said = self.run("give", account["id"], person, "--dry-run")
        done = self.run("give", account["id"], person)
        assert said == done
        return done

    def add(self, hook, account, person):
        return self.run("add", hook.id, account, person)


@pytest.fixture(params=[Page, Program, Terminal])
def way(request, web, alice):
    return request.param(alice)


@pytest.fixture
def hook(way):
    hook = way.person.hook("jellyfin")
    way.share(hook)
    return hook


def test_a_stranger_waits_and_is_given_away(way, hook):
    dora, before = newcomer(way.server), way.person.plays()
    for percent in (10, 50):
        answer = hook.post(tick("dora", percent=percent))
        assert (answer.status, answer.json["outcome"], answer.json["reason"]) == (
            200, "waiting", "stranger")
        assert answer.json["detail"].startswith(WAITS)
    stranger = way.accounts(hook)["dora"]
    assert (stranger["state"], stranger["waiting_reports"], stranger["sender_id"]) == (
        "stranger", 2, "dora-id")
    assert way.give(hook, stranger, dora.name) is None
    given = way.accounts(hook)["dora"]
    assert (given["state"], given["person"], given["waiting_reports"]) == ("given", dora.name, 0)
    assert [p["percent"] for p in dora.plays()] == [50]
    assert way.person.plays() == before
    answer = hook.post(tick("dora", percent=97)).json
    # Whose hook it is learns nothing of her plays.
    assert (answer["reason"], answer["plays"]) == ("completed", [])
    assert [p["state"] for p in dora.plays()] == ["completed"]


def test_what_is_given_is_seen_by_that_person_alone(way, hook):
    dora = newcomer(way.server)
    hook.post(tick("dora", 604))
    hook.post(tick("erik", 605))
    assert way.give(hook, way.accounts(hook)["dora"], dora.name) is None
    hook.post(tick("dora", 606))
    mine = hook.deliveries()
    assert {row["sender_user"] for row in mine} == {"erik"}
    theirs = Api(dora).get("/deliveries")["items"]
    assert len(theirs) == 2
    for row in theirs:
        assert way.person.get(f"/settings/deliveries/{row['id']}").status == 404
        assert way.api.call("GET", "/deliveries/{id}", row["id"]).status == 404
        assert Api(dora).send("POST", "/deliveries/{id}/replay", row["id"])
    behind, = Api(dora).get("/integrations")["items"]
    assert (behind["is_behind_shared"], behind["is_shared"]) == (True, False)
    view = dora.get(f"/settings/integrations/{behind['id']}")
    assert f"through an integration of {way.person.name}" in view.text
    assert hook.slug not in view.html
    assert Api(dora).call("GET", "/integrations/{id}/accounts", hook.id).status == 404
    assert [p["ids"]["tmdb"] for p in dora.plays()] == ["606", "604"]


def test_ignored_and_taken_back(way, hook):
    dora = newcomer(way.server)
    hook.post(tick("dora", 607))
    account = way.accounts(hook)["dora"]
    assert way.settle(hook, account, "ignore") is None
    assert hook.post(tick("dora", 607)).json["reason"] == "other-user"
    assert way.settle(hook, account, "take-back") is None
    assert hook.post(tick("dora", 607)).json["reason"] == "stranger"
    assert way.give(hook, account, dora.name) is None
    assert "has the account dora already" in way.settle(hook, account, "ignore")
    assert way.settle(hook, account, "take-back") is None
    assert "Nobody has the account dora." in way.settle(hook, account, "take-back")
    assert hook.post(tick("dora", 607)).json["reason"] == "stranger"
    assert len(dora.plays()) == 1


def test_before_the_first_report(way, hook):
    dora = newcomer(way.server)
    assert way.add(hook, "dora", dora.name) is None
    assert hook.post(tick("Dora", 608)).json["reason"] == "started"
    assert way.accounts(hook)["Dora"]["sender_id"] == "Dora-id"
    assert "has the account Dora already" in way.add(hook, "dora", dora.name)


def test_bad_input_is_one_sentence_and_changes_nothing(way, hook):
    hook.post(tick("dora", 609))
    account, before = way.accounts(hook)["dora"], way.accounts(hook)
    assert "There is nobody named \"nobody\" here." in way.give(hook, account, "nobody")
    assert "the name of the account is empty" in way.add(hook, " ", way.person.name).lower()
    gone = newcomer(way.server)
    way.server.ctl("user", "remove", gone.name, "--yes")
    assert f"There is nobody named \"{gone.name}\" here." in way.give(hook, account, gone.name)
    assert way.accounts(hook) == before


def test_only_an_administrator_gives_to_others(web, alice):
    erik, dora = newcomer(web), newcomer(web)
    for way in Page(erik), Program(erik):
        hook = erik.hook("jellyfin")
        way.share(hook)
        hook.post(tick("dora", 610))
        account = way.accounts(hook)["dora"]
        for name in dora.name, "nobody":
            assert "Only an administrator gives accounts to other people." in \
                way.give(hook, account, name)
        assert dora.plays() == []
        assert way.give(hook, account, erik.name) is None
        assert [p["ids"]["tmdb"] for p in erik.plays()][:1] == ["610"]


def test_what_has_no_id_is_named_by_its_person(way, hook):
    dora = newcomer(way.server)
    assert way.add(hook, "dora", dora.name) is None
    body = tick("dora", 611)
    body["Item"] |= {"ProviderIds": {}, "Name": "Holiday"}
    assert hook.post(body).json["reason"] == "no-identifier"
    assert [row["title"] for row in Api(dora).get("/unmatched")["items"]] == ["Holiday"]
    assert "Holiday" not in way.person.get("/settings/unmatched").text


def test_a_sender_without_accounts_is_not_shared(way):
    kodi = way.person.hook("kodi")
    answer = way.api.call("PATCH", "/integrations/{id}", kodi.id, {"is_shared": True})
    assert (answer.status, answer.json["field"]) == (400, "is_shared")
    assert "does not say who is playing" in answer.json["detail"]
