# SPDX-License-Identifier: MIT
"""A token identifies a person, in a header or in the path."""

import pytest

import bodies
from server import HOOKS


def new_token(person, name="Kodi, bedroom"):
    made = person.server.ctl("token", "new", "--user", person.name, "--name", name)
    return made["token"]


def post(server, value, provider="kodi", body=None):
    headers = {"Authorization": value} if value is not None else {}
    return server.post(f"{HOOKS}/{provider}", body or bodies.read("movie-progress.json", provider),
                       headers)


@pytest.fixture
def kodi(person):
    return person.hook("kodi")


@pytest.mark.parametrize("word", ["Bearer", "bearer", "BEARER"])
def test_bearer_token_finds_the_integration(server, person, kodi, word):
    answer = post(server, f"{word} {new_token(person)}")
    assert (answer.status, answer.json["reason"]) == (200, "started")
    assert kodi.deliveries()[0]["id"] == answer.json["delivery"]
    assert len(person.plays()) == 1


def test_case_of_the_digits_does_not_matter(server, person, kodi):
    assert post(server, f"Bearer {new_token(person).upper()}").status == 200


def test_token_works_in_the_path(server, person, kodi):
    answer = server.post(f"{HOOKS}/kodi/{new_token(person)}",
                         bodies.read("movie-progress.json", "kodi"))
    assert (answer.status, answer.json["reason"]) == (200, "started")
    assert len(person.plays()) == 1


def test_without_a_known_token_nothing_is_accepted(server, person, kodi):
    token = new_token(person)
    values = [None, "", "Bearer", "Bearer ", "Bearer  ", token, f"Basic {token}",
              f"Bearer {token}x", f"Bearer x{token}", f"Bearer {token[:-1]}",
              f"Bearer {token} {token}", f"Token {token}", f"Bearer {kodi.slug}",
              "Bearer 00000000-0000-4000-8000-000000000000", "Bearer " + "a" * 4000]
    answers = [post(server, value) for value in values]
    assert {answer.status for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert {answer.json["outcome"] for answer in answers} == {"refused"}
    assert kodi.deliveries() == []


def test_revoked_token_is_refused_in_both_places(server, person, kodi):
    token, other = new_token(person, "lost"), new_token(person, "kept")
    assert post(server, f"Bearer {token}").status == 200
    lost, = [row for row in server.ctl("token", "list", "--user", person.name)["tokens"]
             if row["name"] == "lost"]
    server.ctl("token", "revoke", lost["id"])
    assert post(server, f"Bearer {token}").status == 401
    assert server.post(f"{HOOKS}/kodi/{token}", b"{}").status == 404
    assert post(server, f"Bearer {other}").status == 200


def test_token_writes_for_its_own_person_only(server, kodi):
    other = server.person()
    theirs = other.hook("kodi")
    answer = post(server, f"Bearer {new_token(other)}")
    assert answer.json["delivery"] == theirs.deliveries()[0]["id"]
    assert kodi.deliveries() == [] and kodi.person.plays() == []
    assert len(other.plays()) == 1


def test_secret_in_the_path_takes_precedence_over_a_header(server, kodi):
    other = server.person()
    other.hook("kodi")
    answer = kodi.post(bodies.kodi(), {"Authorization": f"Bearer {new_token(other)}"})
    assert answer.status == 200
    assert other.plays() == [] and len(kodi.person.plays()) == 1


def test_first_report_with_a_token_makes_the_integration(server, person):
    token = new_token(person)
    for reason in ("started", "unchanged"):
        answer = post(server, f"Bearer {token}")
        assert (answer.status, answer.json["reason"]) == (200, reason)
    made, = server.ctl("integration", "list", "--user", person.name)["integrations"]
    assert (made["provider"], made["is_enabled"]) == ("kodi", True)


def test_token_with_an_unknown_provider_is_not_found(server, person, kodi):
    token = new_token(person)
    assert post(server, f"Bearer {token}", "hologram", b"{}").status == 404
    assert server.post(f"{HOOKS}/hologram/{token}", b"{}").status == 404
    assert kodi.deliveries() == []


def test_removing_a_user_removes_the_tokens(server, person, kodi):
    token = new_token(person)
    server.ctl("user", "remove", person.name, "--yes")
    assert post(server, f"Bearer {token}").status == 401
    assert server.post(kodi.path, b"{}").status == 404


def test_token_is_shown_once_and_not_stored(server, person, kodi):
    token = new_token(person)
    assert post(server, f"Bearer {token}").status == 200
    listed = server.run_ctl("token", "list", "--user", person.name, "--json").stdout
    assert token.encode() not in listed
    for file in server.folder.glob("ryot.db*"):
        raw = file.read_bytes()
        assert token.encode() not in raw
        assert bytes.fromhex(token.replace("-", "")) not in raw


def test_the_use_of_a_token_is_recorded(server, person, kodi):
    token = new_token(person)
    before, = server.ctl("token", "list", "--user", person.name)["tokens"]
    assert before["last_used_at"] is None
    assert post(server, f"Bearer {token}").status == 200
    after, = server.ctl("token", "list", "--user", person.name)["tokens"]
    assert after["last_used_at"]


def test_a_connection_test_names_the_person(server, person, kodi):
    server.ctl("integration", "set", kodi.id, "--name", "Living room")
    answer = post(server, f"Bearer {new_token(person)}",
                  body=b'{"event": "test", "addon_version": "0.1.0"}').json
    assert (answer["outcome"], answer["reason"]) == ("ignored", "test")
    assert (answer["user"], answer["integration"]) == (person.name, "Living room")
    assert answer["enabled"] is True
    assert person.plays() == []
    # Only a test gets this answer.
    other = post(server, f"Bearer {new_token(person)}").json
    assert "user" not in other and "integration" not in other


def test_the_senders_version_and_last_report_are_shown(server, person, kodi):
    def shown():
        return server.ctl("integration", "show", kodi.id)

    assert shown()["sender_version"] is None and shown()["received"]["last_at"] is None
    kodi.post({"event": "test", "addon_version": "0.1.0", "of the future": [1]})
    assert shown()["sender_version"] == "0.1.0" and shown()["received"]["last_at"]
    kodi.post(bodies.read("movie-progress.json", "kodi"))  # an old version reports none
    listed = server.ctl("integration", "list", "--user", person.name)["integrations"]
    assert [row["sender_version"] for row in listed] == ["0.1.0"]
    text = server.run_ctl("integration", "show", kodi.id).stdout.decode()
    assert "0.1.0" in text
