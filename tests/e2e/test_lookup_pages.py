# SPDX-License-Identifier: MIT
"""The address and key of a sender's server on the pages and in the API, and what waits."""

import pytest

from api import Api
from audiobookshelf import says
from media_server import KEY, SHOW, MediaServer, report
from server import wait_until
from test_metrics import samples

TITLE = {"plex": "Plex", "emby": "Emby", "jellyfin": "Jellyfin",
         "jellyfin-official": "Jellyfin (official plugin)"}
SERVER_ERROR = says(500, "Error", "text/plain")


@pytest.fixture(params=sorted(SHOW))
def media(request):
    media = MediaServer(request.param)
    yield media
    media.close()


def page_of(hook):
    return f"/settings/integrations/{hook.id}"


def form_of(hook):
    return f"settings/integrations/{hook.id}/server"


def seen(person, hook, words):
    wait_until(lambda: words in person.get(page_of(hook)).text,
               lambda: person.get(page_of(hook)).text)
    return person.get(page_of(hook))


def test_address_and_key_are_entered_tested_and_removed(bob, media):
    hook = bob.hook(media.provider)
    view = bob.get(page_of(hook))
    assert "is asked which show an episode belongs to" in view.text
    assert f"{TITLE[media.provider]} is asked" in view.text
    view = bob.submit(view, form_of(hook), server_url=media.url, server_key="wrong")
    view = seen(bob, hook, "Test failed")
    assert "refused this key" in view.text and "Yank now" not in view.text
    view = bob.submit(view, form_of(hook), server_key=KEY)
    view = seen(bob, hook, "Connection works")
    assert ("the key is alice's" if media.provider == "plex" else "it takes the key") in view.text
    assert KEY not in view.text
    hook.post(report(media.provider, 40))
    wait_until(bob.plays, "the play")
    view = bob.submit(bob.get(page_of(hook)), form_of(hook), server_url="")
    assert "Enter address and key" in view.text
    assert bob.server.rows("SELECT * FROM account WHERE integration_id = ?", hook.id) == []


def test_nothing_or_half_of_it_is_refused(bob):
    hook = bob.hook("plex")
    for url, key, words in (("", "", "address"), ("http://nas:32400", "", "no key was given"),
                            ("nas", KEY, "http"), ("http://nas", "a b", "that is no key")):
        view = bob.submit(bob.get(page_of(hook)), form_of(hook), server_url=url, server_key=key)
        assert view.status == 400 and words in view.text.lower(), view.text
    kodi = bob.hook("kodi")
    assert "server_url" not in str(bob.get(page_of(kodi)).forms)
    form = next(one for one in bob.get("/settings/integrations/new/plex").forms
                if "new/plex" in one.action)
    assert not {"server_url", "server_key"} & form.names


def test_the_pages_say_what_waits(bob, media):
    hook = bob.hook(media.provider)
    bob.submit(bob.get(page_of(hook)), form_of(hook), server_url=media.url, server_key=KEY)
    seen(bob, hook, "Connection works")
    media.break_at("/library" if media.provider == "plex" else "/Items", SERVER_ERROR)
    delivery = hook.post(report(media.provider, 40)).json["delivery"]
    view = seen(bob, hook, "Not answered")
    assert "1 report waits for its answer" in view.text and "1 waiting" in view.text
    view = bob.get(f"/settings/deliveries/{delivery}")
    assert "Waiting" in view.text and f"Asking {media.url} which show this is." in view.text
    view = bob.get(f"{page_of(hook)}/deliveries?outcome=waiting")
    assert f"settings/deliveries/{delivery}" in str(view.links)
    # Once it is well again, a test makes it go on.
    media.mend()
    bob.submit(bob.get(page_of(hook)), f"settings/integrations/{hook.id}/test")
    wait_until(bob.plays, "the play")
    assert "1 tracked" in seen(bob, hook, "1 tracked").text


def test_the_api_knows_the_server_and_what_waits(bob, media):
    api = Api(bob)
    made = api.call("POST", "/integrations", body={
        "provider": media.provider, "server_url": media.url, "server_key": KEY}).json
    assert made["server"]["url"] == media.url and made["server"]["is_pulled"] is False
    hook = bob.hook(media.provider)  # for its way of posting
    hook.id = made["id"]
    hook.follow(made["url"])
    media.break_at("/", SERVER_ERROR)
    before = samples(bob.server)[
        f'ryot_reports_total{{provider="{media.provider}",outcome="waiting"}}']
    hook.post(report(media.provider, 40))
    after = samples(bob.server)[
        f'ryot_reports_total{{provider="{media.provider}",outcome="waiting"}}']
    assert after - before == 1
    got = api.call("GET", "/integrations/{id}", made["id"]).json
    assert got["received"]["waiting"] == 1 and got["received"]["unmatched"] == 0
    listed = api.call("GET", "/deliveries", outcome="waiting").json["items"]
    assert [(one["outcome"], one["reason"]) for one in listed] == [("waiting", "show-asked")]
    assert api.call("POST", "/integrations/{id}/yank", made["id"]).status == 409
    media.mend()
    api.call("PATCH", "/integrations/{id}", made["id"], body={"server_key": KEY})
    wait_until(bob.plays, "the play")
    got = api.call("PATCH", "/integrations/{id}", made["id"], body={"server_url": None})
    assert got.json["server"] is None
    refused = api.call("POST", "/integrations", body={"provider": "kodi", "server_url": media.url})
    assert refused.status == 400
