# SPDX-License-Identifier: MIT
"""Parses the address and token that a person entered into a target for reports."""

import ipaddress
import re
from urllib.parse import urlsplit

HOOK = "/webhooks/integrations/kodi"
HOMELY = (".local", ".lan", ".home", ".internal", ".home.arpa")


class BadAddress(Exception):
    """The argument names the wrong setting: a key of texts.PROBLEMS."""


class Target:
    """Host and port to connect to, path to post to, headers to send."""

    def __init__(self, scheme, host, port, path, token):
        self.is_tls = scheme == "https"
        self.host, self.port = host, port
        self.path, self.token = path, token

    @property
    def shown(self):
        """For people and logs: without secrets."""
        host = "[%s]" % self.host if ":" in self.host else self.host
        return "%s://%s:%d" % ("https" if self.is_tls else "http", host, self.port)

    @property
    def headers(self):
        return {"Authorization": "Bearer " + self.token} if self.token else {}

    @property
    def secrets(self):
        """Texts that must not be logged."""
        return [text for text in (self.token, self.path.rpartition("/")[2])
                if text and text != "kodi"]

    def __eq__(self, other):
        return isinstance(other, Target) and vars(self) == vars(other)

    def __hash__(self):
        return hash((self.host, self.port, self.path, self.token))


def _is_homely(host):
    """True for a host of a home network, which rarely has a certificate."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().endswith(HOMELY)


def _split(address):
    if "://" not in address:
        plain = urlsplit("http://" + address)
        address = ("http://" if _is_homely(plain.hostname or "") else "https://") + address
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    port = parts.port or {"http": 80, "https": 443}.get(scheme)
    if scheme not in ("http", "https") or not parts.hostname or not port:
        raise ValueError(address)
    return scheme, parts.hostname, port, parts.path.rstrip("/")


def _clean_token(token):
    token = token.strip()
    if token.lower().startswith("bearer "):
        token = token[len("bearer "):].strip()
    if not re.fullmatch(r"[!-~]*", token):
        raise BadAddress("bad_token")
    return token


def parse(address, token):
    """Returns a Target or raises BadAddress. The address is either that of the
    instance, which needs a token, or a complete webhook URL, which needs none."""
    address = address.strip()
    if not address:
        raise BadAddress("no_address")
    try:
        scheme, host, port, path = _split(address)
    except ValueError:
        raise BadAddress("bad_address") from None
    if not re.fullmatch(r"[!-~]*", path):
        raise BadAddress("bad_address")
    base, hook, slug = path.partition(HOOK)
    if hook and slug.startswith("/"):
        return Target(scheme, host, port, path, "")
    if "/webhooks/" in path and not hook:
        raise BadAddress("other_address")
    token = _clean_token(token)
    if not token:
        raise BadAddress("no_token")
    return Target(scheme, host, port, base + HOOK, token)
