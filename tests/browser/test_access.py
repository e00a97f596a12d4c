# SPDX-License-Identifier: MIT
"""The accessibility checks find every fault they cover, and nothing in a sound page."""

from urllib.parse import quote

import pytest

from access import audit, walk
from axe import axe

SOUND = """<!DOCTYPE html><html lang="en"><title>Sound</title><style>
a, button, input { display: inline-block; min-height: 30px; min-width: 30px }
:focus-visible { outline: 3px solid #000 } input { border: 1px solid #555 }
</style><header>Top</header><main><h1>One</h1><h2>Two</h2>
<p>Text with <a href="#x">a link</a> in it.</p>
<label>Name <input></label> <button>Go</button>
<svg role="img" aria-labelledby="t"><title id="t">A chart</title></svg>%s</main></html>"""

FAULTS = [
    ("contrast", '<p style="color: #888; background: #fff">pale</p>'),
    ("contrast", '<p style="opacity: .4">pale</p>'),
    ("contrast", '<div style="background: #222"><p style="color: #444">dark</p></div>'),
    ("contrast", '<svg role="img" aria-label="x"><text y="20" fill="#999">pale</text></svg>'),
    ("border of a field", '<label>X <input style="border-color: #ddd"></label>'),
    ("a field without a label", "<input>"),
    ("a field without a label", '<select><option>x</option></select>'),
    ("nothing to call it by", '<a href="#y"><i aria-hidden="true">x</i></a>'),
    ("nothing to call it by", "<button></button>"),
    ("no alt", '<img src="data:,">'),
    ("a picture without a name", "<svg><path/></svg>"),
    ("no name", '<progress value="1"></progress>'),
    ("not exactly one h1", "<h1>Again</h1>"),
    ("h4 after h2", "<h4>Deep</h4>"),
    ("an empty heading", "<h2></h2>"),
    ("not 1 <main>", "</main><main>"),
    ("navigations need names", "<nav>x</nav>"),
    ("of it cannot be seen", '<nav aria-label="x" style="overflow: auto">'
     '<p style="width: 3000px">x</p></nav>'),
    ("outside of all landmarks", "</main><p>lost</p>"),
    ("twice: id a", '<p id="a">x</p><p id="a">y</p>'),
    ("leads nowhere", '<label for="none">x</label>'),
    ("in a list", "<ul><p>x</p></ul>"),
    ("a table without <th>", "<table><tr><td>x</td></tr></table>"),
    ("a positive tabindex", '<p tabindex="3">x</p>'),
    ("hidden, and can be focused", '<p aria-hidden="true"><button>x</button></p>'),
    ("too small to touch", '<button style="all: unset">.</button>'),
    ("wider than the window", '<p style="width: 3000px">x</p>'),
]


def show(browser, html):
    browser.driver.get("data:text/html;charset=utf-8," + quote(html))


def test_a_sound_page_has_no_findings(browser):
    show(browser, SOUND % "")
    assert audit(browser) == [] == walk(browser)


@pytest.mark.parametrize("what, fault", FAULTS)
def test_a_fault_is_found(browser, what, fault):
    show(browser, SOUND % fault)
    found = audit(browser)
    assert any(what in line for line in found), found


@pytest.mark.parametrize("what, fault", [
    ("nobody sees the focus", '<button style="outline: none">x</button>'),
    ("focus goes back", '<button id="b">x</button><a href="#z" id="a">y</a>'
     '<script>a.after(b); b.tabIndex = 0; a.tabIndex = 0; b.onfocus = () => 0;'
     'document.querySelector("input").tabIndex = 1</script>'),
    ("Tab reaches", '<button onfocus="this.blur()">x</button><button>y</button>'),
])
def test_a_focus_fault_is_found(browser, what, fault):
    show(browser, SOUND % fault)
    found = walk(browser)
    assert any(what in line for line in found), found


def test_axe_finds_a_fault(browser):
    show(browser, SOUND % "")
    assert axe(browser) == []
    show(browser, SOUND % '<div role="checkbox">x</div>')
    assert any(line.startswith("aria-required-attr") for line in axe(browser))


def test_a_shift_is_found(browser):
    show(browser, SOUND % "")
    assert browser.shifts() == []
    browser.run("const p = document.createElement('p'); p.style.height = '200px';"
                "document.querySelector('main').prepend(p)")
    assert browser.shifts() != []
