# SPDX-License-Identifier: MIT
"""A person with a minimal browser: pages, forms, cookies.

	alice = Person(web, "alice").sign_up()       # the first run
	bob = newcomer(web)                          # added by ryotctl, signed in
	view = alice.get("/settings/account")
	view = alice.submit(view, "settings/account/zone", zone="Europe/Berlin")
	view.status, view.path, view.text, view.headings, view.links

A form is submitted with its current values, as a browser would; None omits a field,
(name, bytes) is a file. A field that the form does not have fails the test. alice.hook() and alice.plays() are those of server.Person.
"""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

import fastcgi
import server as base
from server import PASSWORD, asleep

VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "option", "path"}
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "small", "span", "strong", "time"}


class Form:
    def __init__(self, a):
        self.action, self.method = a.get("action", ""), a.get("method", "get").upper()
        self.is_multipart = a.get("enctype") == "multipart/form-data"
        self.fields = {}  # sent when nothing is changed
        self.names = set()  # everything that may be sent, including buttons and boxes

    def add(self, tag, a):
        name, kind = a.get("name"), a.get("type", "text")
        self.names.add(name)
        if tag == "select":
            self.fields[name] = None
        elif tag == "textarea":
            self.fields[name] = ""
        elif kind in ("checkbox", "radio") and "checked" not in a:
            return
        elif tag == "input" and name and kind not in ("submit", "file"):
            self.fields[name] = a.get("value", "on" if kind == "checkbox" else "")

    def __repr__(self):
        return f"<form {self.method} {self.action} {self.fields}>"


class Parser(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.base, self.title, self.words = "/", "", []
        self.forms, self.links, self.headings = [], [], []
        self.open, self.form, self.field = [], None, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.words.append(" ")
        if tag == "base":
            self.base = a["href"]
        elif tag == "a":
            self.links.append(a["href"])
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append("")
        elif tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
        elif self.form and tag in ("input", "button", "select", "textarea"):
            self.field = a.get("name")
            self.form.add(tag, a)
        elif self.form and tag == "option":
            if "selected" in a or self.form.fields[self.field] is None:
                self.form.fields[self.field] = a["value"]

    def handle_endtag(self, tag):
        while tag in self.open and self.open.pop() != tag:
            pass
        if tag not in INLINE:
            self.words.append(" ")
        if tag == "form":
            self.form = None

    def handle_data(self, data):
        if "title" in self.open:
            self.title += data
            return
        if {"h1", "h2", "h3", "h4"} & set(self.open):
            self.headings[-1] += data
        if "textarea" in self.open and self.form:
            self.form.fields[self.field] += data
        self.words.append(data)


class View:
    """An answer as a person sees it; `html` is the source."""

    def __init__(self, answer, path):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.body
        self.path = path
        is_page = self.headers.get_content_type() == "text/html"
        self.html = self.body.decode() if is_page else ""
        seen = Parser(self.html)
        self.base, self.title, self.forms = seen.base, seen.title, seen.forms
        self.links = [urljoin(seen.base, link) for link in seen.links]
        self.headings = [" ".join(text.split()) for text in seen.headings]
        self.text = " ".join("".join(seen.words).split())

    def form(self, action, **values):
        """The only form with this action and these values in it."""
        found = [form for form in self.forms if form.action == action and
                 values.items() <= form.fields.items()]
        assert len(found) == 1, (action, values, self.forms, self)
        return found[0]

    def has_form(self, action):
        return any(form.action == action for form in self.forms)

    def __repr__(self):
        return f"<{self.status} {self.path} {self.text[:400] or self.body[:400]!r}>"


def urlencoded(fields):
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def multipart(fields):
    edge, body = "----edge7MA4YWxkTrZu0gW", b""
    for name, value in fields.items():
        file, raw = value if isinstance(value, tuple) else (None, str(value).encode())
        head = f'form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
        body += f"--{edge}\r\nContent-Disposition: {head}\r\n\r\n".encode() + raw + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


class Person(base.Person):
    def __init__(self, server, name, password=PASSWORD):
        self.server, self.name, self.password = server, name, password
        self.cookies = {}
        self.on = None  # a connection, or one for each request

    @property
    def id(self):
        return self.server.value("SELECT id FROM person WHERE name = ?", self.name)

    # --- single requests, without redirects, with cookies ---

    def request(self, method, path, body=None, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**({"Cookie": cookies} if cookies else {}), **(headers or {})}
        answer = self.server.request(method, path, body, headers, self.on)
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]
        return View(answer, path)

    def post(self, path, fields, headers=None, encode=urlencoded):
        """These fields and, unless given, the right csrf."""
        if "csrf" not in fields:
            fields = {**fields, "csrf": self.csrf()}
        body, kind = encode({k: v for k, v in fields.items() if v is not None})
        return self.request("POST", path, body, {"Content-Type": kind, **(headers or {})})

    def send(self, view, form, /, **fields):
        """The form with this action on that page."""
        assert set(fields) <= form.names, (fields, form)
        fields, path = {**form.fields, **fields}, urljoin(view.base, form.action)
        if form.method == "GET":
            return self.request("GET", f"{path}?{urlencode(fields)}")
        return self.post(path, fields, encode=multipart if form.is_multipart else urlencoded)

    # --- requests with redirects ---

    def follow(self, view):
        for _ in range(5):
            if view.status != 303:
                return view
            to = urljoin(self.server.base_url + view.path, view.headers["Location"])
            assert to.startswith(self.server.base_url + "/"), view
            view = self.request("GET", to[len(self.server.base_url):])
        raise AssertionError(f"redirected again and again: {view}")

    def get(self, path):
        return self.follow(self.request("GET", path))

    def submit(self, page, action, /, **fields):
        """Submits the only form with this action."""
        view = self.get(page) if isinstance(page, str) else page
        return self.follow(self.send(view, view.form(action), **fields))

    def csrf(self):
        forms = self.get("/settings/account").forms
        return next(form.fields["csrf"] for form in forms if "csrf" in form.fields)

    # --- signing in and out ---

    def sign_up(self):
        """The first run of a server: creates the administrator."""
        view = self.submit("/setup", "setup", name=self.name,
                           password=self.password, again=self.password)
        assert view.path == "/settings/integrations", view
        return self

    def try_sign_in(self, password=None):
        return self.submit("/login", "login", name=self.name,
                           password=password or self.password)

    def sign_in(self):
        view = self.try_sign_in()
        assert view.status == 200 and view.path == "/", view
        return self

    def sign_out(self):
        return self.submit("/settings/account", "logout")


def newcomer(server):
    """Another person, signed in."""
    return Person(server, server.person().name).sign_in()


def at_once(server, forms):
    """The statuses of (person, path, fields), all served in one round.

    Bypasses nginx: the program is stopped until all of them are pending.
    """
    with fastcgi.connections(server.folder / "web.sock", len(forms)) as connections:
        with asleep(server.web):
            for connection, (person, path, fields) in zip(connections, forms):
                body, kind = urlencoded(fields)
                cookies = "; ".join(f"{k}={v}" for k, v in person.cookies.items())
                connection.send(fastcgi.begin() + fastcgi.params(
                    REQUEST_METHOD="POST", REQUEST_URI=path, CONTENT_LENGTH=len(body),
                    CONTENT_TYPE=kind, HTTP_COOKIE=cookies, REMOTE_ADDR="127.0.0.1")
                    + fastcgi.stdin(body))
        return [connection.answer()[0] for connection in connections]
