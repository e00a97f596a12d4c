# SPDX-License-Identifier: MIT
"""What no id names is named once: on a page, through the API, by ryotctl. All three do the
same thing, and refuse it in the same words."""

import bodies
import pytest
from api import Api
from person import newcomer

LIST = "/settings/unmatched"


def bare(number, percent=50, **changes):
    """A tick of a film without ids."""
    body = bodies.movie(number, percent)
    body["Item"] |= {"ProviderIds": {}, "Name": f"Holiday {number}", **changes}
    return body


def episode(number, percent=50, season=1):
    body = bodies.jellyfin("episode-progress.json")
    runtime = body["Item"]["RunTimeTicks"]
    body["Item"] |= {"IndexNumber": number, "ParentIndexNumber": season, "ProviderIds": {},
                     "Id": f"{number:032x}", "MediaSources": []}
    body["Series"] = {**body.get("Series", {}), "ProviderIds": {}, "Id": "5e", "Name": "Some Show"}
    body["Session"]["PlayState"]["PositionTicks"] = runtime * percent // 100
    body["Item"].get("UserData", {}).pop("PlaybackPositionTicks", None)
    return body


class Way:
    """To name a thing: its words when that is refused, else None."""

    def __init__(self, person):
        self.person, self.server, self.api = person, person.server, Api(person)

    def things(self, show="waiting"):
        return self.api.get("/unmatched", list=show)["items"]


class Page(Way):
    def name(self, thing, preview=False, **said):
        view = self.person.get(f"{LIST}/{thing}")
        assert view.status == 200, view
        said = {key: "1" if value is True else value for key, value in said.items()}
        view = self.person.post(f"{LIST}/{thing}/{'preview' if preview else 'name'}", said)
        if view.status in (200, 303):
            return None
        assert view.status in (400, 409), view
        return view.text

    def undo(self, thing):
        view = self.person.get(f"{LIST}/{thing}")
        view = self.person.submit(view, f"settings/unmatched/{thing}/undo")
        assert view.status == 200 and "Undone." in view.text, view


class Program(Way):
    def name(self, thing, preview=False, **said):
        answer = self.api.call("POST", "/unmatched/{id}/name", thing, {**said, "preview": preview})
        return None if answer.status == 200 else answer.json["detail"]

    def undo(self, thing):
        self.api.send("POST", "/unmatched/{id}/undo", thing)


class Terminal(Way):
    def name(self, thing, preview=False, **said):
        options = {"id": "--as", "work": "--work", "never": "--never",
                   "season_shift": "--season-shift", "episode_shift": "--episode-shift"}
        given = [part for key, value in said.items()
                 for part in ([options[key]] if value is True else [options[key], value])]
        done = self.server.run_ctl("unmatched", "name", thing, *given,
                                   *(["--dry-run"] if preview else []))
        return None if done.returncode == 0 else done.stderr.decode()

    def undo(self, thing):
        self.server.ctl("unmatched", "undo", thing)


@pytest.fixture(params=[Page, Program, Terminal])
def way(request, web, alice):
    return request.param(newcomer(web))


def test_a_show_is_named_once(way):
    hook = way.person.hook("jellyfin")
    for number, percent in ((1, 10), (1, 97), (2, 50)):
        assert hook.post(episode(number, percent)).json["reason"] == "no-identifier"
    thing, = way.things()
    assert (thing["kind"], thing["title"], thing["reports"]) == ("show", "Some Show", 3)
    before = way.person.plays(), hook.deliveries()
    assert way.name(thing["id"], id="tmdb:1396", preview=True) is None
    assert (way.person.plays(), hook.deliveries()) == before

    assert way.name(thing["id"], id="tmdb:1396") is None
    plays = {(p["season"], p["episode"]): p["state"] for p in way.person.plays()}
    assert plays == {(1, 1): "completed", (1, 2): "in_progress"}
    assert way.things() == []
    named, = way.things("named")
    assert (named["choice"], named["source"], named["value"]) == ("work", "tmdb", "1396")
    assert hook.post(episode(3, 50)).json["reason"] == "started"

    way.undo(thing["id"])
    assert way.person.plays() == []
    assert {row["outcome"] for row in hook.deliveries()} == {"unmatched"}
    again, = way.things()
    assert (again["id"], again["reports"], again["choice"]) == (thing["id"], 4, None)


def test_one_of_ones_works(way):
    hook = way.person.hook("jellyfin")
    hook.post(bodies.movie(770_101, 20))
    play, = way.person.plays()
    work = way.api.get("/works")["items"][0]["id"]
    hook.post(bare(770_102, 60))
    thing, = way.things()
    assert way.name(thing["id"], work=work) is None
    moved, = way.person.plays()
    assert (moved["id"], moved["percent"]) == (play["id"], 60)
    way.undo(thing["id"])
    assert [p["percent"] for p in way.person.plays()] == [20]


def test_never(way):
    hook = way.person.hook("jellyfin")
    hook.post(bare(770_201, 60))
    thing, = way.things()
    assert way.name(thing["id"], never=True) is None
    assert hook.post(bare(770_201, 97)).json["reason"] == "not-wanted"
    assert way.person.plays() == [] and way.things() == []


@pytest.mark.parametrize("said, words", [
    ({"id": "Some Show"}, "That is no id of TMDb, TheTVDB or IMDb"),
    ({"id": "https://example.org/tv/1"}, "That is an address of another site."),
    ({"id": "https://www.themoviedb.org/movie/603"},
     "That is the page of a film, and this is a show."),
    ({"id": "isbn:9780306406157"}, "ISBN has no ids for a show."),
    ({"work": 10 ** 9}, "That work is not in the library any more."),
    ({"id": "1396", "season_shift": -2}, "Shifted by -2, season 1 would become -1."),
])
def test_bad_input_is_one_sentence_and_changes_nothing(way, said, words):
    hook = way.person.hook("jellyfin")
    hook.post(episode(1, 50))
    thing, = way.things()
    before = hook.deliveries()
    for preview in True, False:
        assert words in way.name(thing["id"], preview=preview, **said)
    assert way.things() == [thing]
    assert (hook.deliveries(), way.person.plays()) == (before, [])


def test_the_second_of_two_is_told_of_the_first(way):
    hook = way.person.hook("jellyfin")
    hook.post(bare(770_301, 60))
    thing, = way.things()
    assert way.name(thing["id"], id="603") is None
    assert "This was named already: TMDb 603." in way.name(thing["id"], id="604")
    play, = way.person.plays()
    assert play["ids"]["tmdb"] == "603"


# --- the pages ---

def enter(person, thing, **typed):
    """Into the form for an id; the others have no field of that name."""
    view = person.get(thing)
    return person.send(view, view.form(f"{thing[1:]}/preview", id=""), **typed)


def test_the_way_through_the_pages(web, alice):
    bob = newcomer(web)
    hook = bob.hook("jellyfin")
    assert "Everything has a name" in bob.get(LIST).text
    for number in 1, 2:
        hook.post(episode(number, 97))
    hook.post(bare(770_401, 60))
    view = bob.get(LIST)
    assert "Some Show" in view.text and "2 reports" in view.text
    number = next(row["id"] for row in hook.deliveries() if row["title"] == "Some Show")
    report = bob.get(f"/settings/deliveries/{number}")
    thing, = [link for link in report.links if link.startswith(f"{LIST}/")]
    view = bob.get(thing)
    assert view.headings == ["Some Show", "What is it?", "Or one of your works",
                             "Or never track it"]
    view = enter(bob, thing, id="https://www.themoviedb.org/tv/1396", season_shift="1")
    assert "Is that right?" in view.headings and "S2 E1" in view.text
    assert "seasons +1" in view.text and bob.plays() == []
    view = bob.submit(view, f"{thing[1:]}/name")
    assert "Recorded." in view.text and "TMDb 1396" in view.text
    assert {(p["season"], p["state"]) for p in bob.plays()} == {(2, "completed")}
    assert "Some Show" not in bob.get(LIST).text
    assert "Some Show" in bob.get(f"{LIST}?list=named").text


def test_what_was_typed_stays_in_the_form(web, alice):
    bob = newcomer(web)
    bob.hook("jellyfin").post(episode(1, 50))
    thing, = [link for link in bob.get(LIST).links if link.startswith(f"{LIST}/")]
    view = enter(bob, thing, id="<b>x", season_shift="-1")
    assert view.status == 400 and "That is no id" in view.text
    form = view.form(f"{thing[1:]}/preview", season_shift="-1")
    assert form.fields["id"] == "<b>x"
    view = enter(bob, thing, id="1396", season_shift="1.5")
    assert view.status == 400 and "whole number" in view.text


def test_works_are_found_by_their_words(web, alice):
    bob = newcomer(web)
    hook = bob.hook("jellyfin")
    for number in range(3):
        body = bodies.movie(770_500 + number, 50)
        body["Item"]["Name"] = f"Northbound {number}"
        hook.post(body)
    hook.post(bare(770_509, 50))
    thing, = [link for link in bob.get(LIST).links if link.startswith(f"{LIST}/")]
    view = bob.get(f"{thing}?q=north")
    assert sum(form.fields.get("work") is not None for form in view.forms) == 3
    assert "None of your works" in bob.get(f"{thing}?q=zzz").text


# --- which reports are of one thing ---

def test_by_the_senders_own_id_else_by_title_and_year(web, alice):
    bob = newcomer(web)
    jellyfin, kodi, official = (bob.hook(p) for p in ("jellyfin", "kodi", "jellyfin-official"))
    for name in "One", "Two":
        jellyfin.post(bare(770_601, 50, Name=name))
    jellyfin.post(bare(770_602, 50, Name="One"))
    for title, year in (("Am\u00e9lie", 2001), ("AMELIE", 2001), ("Amelie", 2003)):
        kodi.post({"lot": "movie", "progress": 50, "title": title, "year": year})
    official.post(bodies.read("episode-playback-stop.json", "jellyfin-official"))
    rows = Api(bob).get("/unmatched")["items"]
    found = sorted((row["provider"], row["kind"], row["reports"]) for row in rows)
    assert found == [("jellyfin", "movie", 1), ("jellyfin", "movie", 2),
                     ("jellyfin-official", "show", 1), ("kodi", "movie", 1), ("kodi", "movie", 2)]


def test_what_is_filtered_is_not_gathered(web, alice):
    bob = newcomer(web)
    hook = bob.hook("jellyfin", "--only-user", "nobody")
    assert hook.post(bare(770_701, 50)).json["reason"] == "other-user"
    web.ctl("integration", "set", hook.id, "--disable")
    assert hook.post(bare(770_701, 50)).json["reason"] == "switched-off"
    assert Api(bob).get("/unmatched")["items"] == []


def test_lists_have_pages(web, alice):
    bob = newcomer(web)
    hook = bob.hook("jellyfin")
    for number in range(60):
        hook.post(bare(770_800 + number, 50))
    api = Api(bob)
    first = api.get("/unmatched", limit=40)
    rest = api.get("/unmatched", limit=40, before=first["next"])
    seen = [row["id"] for row in first["items"] + rest["items"]]
    assert len(seen) == len(set(seen)) == 60 and rest["next"] is None
    view = bob.get(LIST)
    older, = [link for link in view.links if "before=" in link]
    assert view.html.count("<li>") + bob.get(older).html.count("<li>") == 60
