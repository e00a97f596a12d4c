# SPDX-License-Identifier: MIT
"""The route table, read from the source code so that tests cover every row."""

import re
from typing import NamedTuple

from server import ROOT

ROW = re.compile(
    r'^\s*\{ "(?P<method>[A-Z]+)",\s*"(?P<path>/[^"]*)",\s*(?P<who>WHO_[A-Z]+),'
    r'\s*(?P<flags>[A-Z0-9| ]+),\s*(?P<body>[A-Z0-9_]+),\s*\w+, \w+ \},$', re.M)


class Route(NamedTuple):
    method: str
    path: str
    who: str
    flags: str
    body: str

    def __str__(self):
        return f"{self.method} {self.path}"


def routes():
    text = (ROOT / "cgi/routes.c").read_text()
    table = text[text.index("routes[] = {"):text.index("route_count")]
    rows = [Route(**row.groupdict()) for row in ROW.finditer(table)]
    assert len(rows) == table.count(' }'), "a row of cgi/routes.c does not look like the others"
    return rows
