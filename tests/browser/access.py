# SPDX-License-Identifier: MIT
"""Accessibility checks: the parts of WCAG AA that a program can verify, applied to the page
as the browser renders it. `audit` returns a list of sentences, empty for a good page."""

# Runs within the page. It checks computed colours, so a rule is judged only where it is
# used.
SCRIPT = r"""
const wrong = [];
const say = (what, element) => wrong.push(what + ": " + (element
	? element.outerHTML.replace(/\s+/g, " ").slice(0, 120) : ""));
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const text = element => (element.textContent || "").replace(/\s+/g, " ").trim();
const isShown = element => element.checkVisibility({
	checkOpacity: true, checkVisibilityCSS: true }) &&
	element.getClientRects().length > 0;
// Hidden off-screen on purpose: for screen readers, or until focused.
const isAside = element => {
	const box = element.getBoundingClientRect();
	return box.right <= 0 || box.bottom + scrollY <= 0 || box.width < 2;
};

// --- colours ---
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const pen = canvas.getContext("2d", { willReadFrequently: true });
const read = colour => {
	pen.clearRect(0, 0, 1, 1);
	pen.fillStyle = colour;
	pen.fillRect(0, 0, 1, 1);
	const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
	return { r, g, b, a: a / 255 };
};
const over = (top, below) => ({
	r: top.r * top.a + below.r * (1 - top.a),
	g: top.g * top.a + below.g * (1 - top.a),
	b: top.b * top.a + below.b * (1 - top.a), a: 1 });
const paper = over(read(getComputedStyle(document.documentElement).backgroundColor),
	{ r: 255, g: 255, b: 255 });
const ground = element => {
	const layers = [];
	for (let at = element; at; at = at.parentElement) {
		const colour = read(getComputedStyle(at).backgroundColor);
		layers.push(colour);
		if (colour.a === 1) break;
	}
	return layers.reverse().reduce((below, top) => over(top, below), paper);
};
const light = c => {
	const part = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
	return .2126 * part(c.r) + .7152 * part(c.g) + .0722 * part(c.b);
};
const ratio = (a, b) => {
	const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
	return (high + .05) / (low + .05);
};
const opacity = element => {
	let product = 1;
	for (let at = element; at; at = at.parentElement)
		product *= Number(getComputedStyle(at).opacity);
	return product;
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
	const element = walker.currentNode.parentElement;
	if (!walker.currentNode.data.trim() || !isShown(element) || isAside(element) ||
		element.closest("[aria-hidden=true], :disabled, title, desc, option"))
		continue;
	const style = getComputedStyle(element), below = ground(element);
	const ink = read(element instanceof SVGElement ? style.fill : style.color);
	ink.a *= opacity(element);
	const size = parseFloat(style.fontSize), weight = Number(style.fontWeight);
	const need = size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
	const got = ratio(over(ink, below), below);
	if (got < need)
		say(`contrast ${got.toFixed(2)}, needs ${need}, "${walker.currentNode.data.trim()
			.slice(0, 30)}"`, element);
}
// The border of a field must be visible as well.
for (const field of all("input, select, textarea")) {
	if (!isShown(field) || ["checkbox", "radio", "file"].includes(field.type)) continue;
	const below = ground(field.parentElement);
	const edge = over(read(getComputedStyle(field).borderTopColor), below);
	if (ratio(edge, below) < 3) say("the border of a field is too pale", field);
}

// --- names ---
const byIds = (element, attribute) => (element.getAttribute(attribute) || "").split(/\s+/)
	.map(id => id && document.getElementById(id)).filter(Boolean).map(text).join(" ").trim();
const nameOf = element => byIds(element, "aria-labelledby") ||
	(element.getAttribute("aria-label") || "").trim() ||
	[...(element.labels || [])].map(text).join(" ").trim() ||
	(["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName) ? "" :
		all("img[alt]", element).map(i => i.alt).join(" ").trim() || (() => {
			const copy = element.cloneNode(true);
			all("[aria-hidden=true]", copy).forEach(part => part.remove());
			return text(copy);
		})());
for (const field of all("input:not([type=hidden], [hidden]), select, textarea"))
	if (!nameOf(field)) say("a field without a label", field);
for (const element of all("a[href], button, summary"))
	if (!nameOf(element)) say("nothing to call it by", element);
for (const image of all("img")) if (!image.hasAttribute("alt")) say("no alt", image);
for (const svg of all("svg"))
	if (!svg.closest("[aria-hidden=true]") &&
		!(svg.getAttribute("role") === "img" && nameOf(svg)))
		say("a picture without a name", svg);
for (const bar of all("progress, meter, [role=region]"))
	if (!nameOf(bar)) say("no name", bar);

// --- structure ---
if (!document.documentElement.lang) say("the language is not said");
if (!document.title.trim()) say("the page has no title");
const headings = all("h1, h2, h3, h4, h5, h6").filter(isShown);
if (headings.filter(h => h.tagName === "H1").length !== 1)
	say("not exactly one h1: " + headings.map(h => h.tagName + " " + text(h)));
headings.reduce((before, heading) => {
	const level = Number(heading.tagName[1]);
	if (level > before + 1) say(`h${level} after h${before}`, heading);
	if (!text(heading)) say("an empty heading", heading);
	return level;
}, 0);
for (const [selector, many] of [["main", 1], ["header", 1]])
	if (all(selector).filter(e => !e.closest("main main, article, section")).length !== many)
		say(`not ${many} <${selector}>`);
const navs = all("nav").map(nav => nameOf.call(null, nav) && nav.getAttribute("aria-label"));
if (navs.some(name => !name) || new Set(navs).size !== navs.length)
	say("navigations need names of their own: " + navs);
for (const child of document.body.children)
	if (!["HEADER", "MAIN", "FOOTER", "NAV", "SCRIPT"].includes(child.tagName) &&
		!child.classList.contains("skip"))
		say("outside of all landmarks", child);
const ids = all("[id]").map(element => element.id);
for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) say("twice: id " + id);
for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls"])
	for (const element of all(`[${attribute}]`))
		for (const id of element.getAttribute(attribute).trim().split(/\s+/))
			if (!document.getElementById(id)) say(`${attribute} leads nowhere`, element);
for (const list of all("ul, ol"))
	for (const child of list.children) if (child.tagName !== "LI") say("in a list, not <li>", child);
for (const table of all("table"))
	if (isShown(table) && !table.querySelector("th")) say("a table without <th>", table);
for (const element of all("[tabindex]"))
	if (Number(element.getAttribute("tabindex")) > 0) say("a positive tabindex", element);
for (const element of all("[aria-hidden=true]"))
	if (element.matches("a, button, input") || element.querySelector("a, button, input"))
		say("hidden, and can be focused", element);

// --- touch targets; links within a sentence may be smaller ---
for (const element of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
	if (!isShown(element) || isAside(element)) continue;
	const target = element.closest("label") || element;
	const box = target.getBoundingClientRect();
	const isInText = element.tagName === "A" &&
		[...element.parentElement.childNodes].some(node =>
			node.nodeType === 3 && node.data.trim());
	if (!isInText && (box.width < 24 || box.height < 24)) {
		// A smaller target is fine if no other is within its 24 px.
		const x = box.x + box.width / 2, y = box.y + box.height / 2;
		const near = all("a[href], button, input, select, summary").some(other => {
			if (other === element || !isShown(other)) return false;
			const o = other.getBoundingClientRect();
			return Math.max(o.x - x, x - o.right, 0) < 12 && Math.max(o.y - y, y - o.bottom, 0) < 12;
		});
		if (near || box.width < 16 || box.height < 16)
			say(`too small to touch, ${box.width.toFixed()} x ${box.height.toFixed()}`, element);
	}
}

// --- no overflow of the window, no navigation cut off ---
for (const nav of all("nav"))
	if (nav.scrollWidth > nav.clientWidth + 1)
		say(`${nav.scrollWidth - nav.clientWidth} px of it cannot be seen`, nav);
const wide = document.documentElement.scrollWidth - innerWidth;
if (wide > 0) {
	const sticking = all("body *").filter(e => e.getBoundingClientRect().right > innerWidth + 1 &&
		!e.closest(".scroll, nav, pre"));
	say(`${wide} px wider than the window`, sticking[0]);
}
return wrong;
"""

# The focused element, as its index in document order, and whether the focus is visible.
FOCUSED = r"""
const at = document.activeElement;
if (!at || at === document.body) return null;
const style = getComputedStyle(at), box = at.getBoundingClientRect();
const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
return { number: [...document.querySelectorAll("*")].indexOf(at), outlined,
	shown: box.right > 0 && box.width > 0 && at.checkVisibility(),
	what: at.outerHTML.replace(/\s+/g, " ").slice(0, 100) };
"""

FOCUSABLE = r"""
return [...document.querySelectorAll(
	"a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
	.filter(e => !e.disabled && e.checkVisibility({ checkVisibilityCSS: true })).length;
"""


def audit(browser):
    return browser.run(SCRIPT)


def walk(browser, most=400):
    """Presses Tab from the top to the end; returns the problems on the way."""
    wrong, seen = [], []
    there = browser.run(FOCUSABLE)
    browser.run("document.activeElement.blur(); scrollTo(0, 0);"
                "getSelection().collapse(document.body, 0)")
    for _ in range(2 * min(there, most)):
        browser.press("TAB")
        at = browser.run(FOCUSED)
        if at is None or len(seen) == most:
            break
        if seen and at["number"] == seen[-1]:
            continue  # a field with several parts, such as a month
        if seen and at["number"] <= seen[-1]:
            if at["number"] in seen:
                break
            wrong.append(f"focus goes back: {at['what']}")
        if not at["outlined"]:
            wrong.append(f"nobody sees the focus: {at['what']}")
        if not at["shown"]:
            wrong.append(f"the focus is on what is not there: {at['what']}")
        seen.append(at["number"])
    if len(seen) < min(there, most):
        wrong.append(f"Tab reaches {len(seen)} of {there}")
    return wrong
