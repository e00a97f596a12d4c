// SPDX-License-Identifier: MIT
// app.js -- comfort only: every page works without it.
"use strict";

// A part that refreshes itself: <div data-refresh="now" data-every="10">. It waits
// while the page is hidden or the focus is inside it.
for (const part of document.querySelectorAll("[data-refresh]")) {
	const every = 1000 * Number(part.dataset.every || 10);
	const renew = async () => {
		// The server marks a part that will not change any more.
		if (part.querySelector("[data-done]"))
			return;
		if (document.hidden || part.contains(document.activeElement))
			return;
		try {
			const answer = await fetch(part.dataset.refresh);
			if (answer.ok && !answer.redirected)
				part.innerHTML = await answer.text();
		} catch {
			// Unreachable for the moment; the next turn tries again.
		}
	};
	setInterval(renew, every);
	document.addEventListener("visibilitychange", renew);
}

// <div class="copy"><input readonly><button hidden>Copy</button></div>
for (const button of document.querySelectorAll(".copy button")) {
	const field = button.parentElement.querySelector("input");
	const label = button.textContent;
	button.hidden = false;
	button.addEventListener("click", async () => {
		field.select();
		try {
			await navigator.clipboard.writeText(field.value);
		} catch {
			// The clipboard API needs TLS; this older way does not.
			document.execCommand("copy");
		}
		button.textContent = "Copied";
		setTimeout(() => { button.textContent = label; }, 2000);
	});
}

// A select that submits its form when it changes.
for (const choice of document.querySelectorAll("form.filter select"))
	choice.addEventListener("change", () => choice.form.requestSubmit());

// Keys, each for something that can be seen and pressed as well. They can be switched
// off: who dictates types many letters at once.
const places = { h: "", l: "library", y: "history", s: "statistics" };
const rows = () => [...document.querySelectorAll("main :is(.list, .grid, .shelf, .eps) > li")]
	.filter(row => row.querySelector("a, button") && row.checkVisibility());
const step = by => {
	const all = rows(), at = all.findIndex(row => row.contains(document.activeElement));
	const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
	next?.querySelector("a, button").focus();
};
const here = selector => {
	const row = rows().find(one => one.contains(document.activeElement));
	return (row || document.querySelector("main"))?.querySelector(selector);
};
const keys = {
	"/": ["Search", () => document.querySelector(".find input")?.focus()],
	"?": ["Show these keys", () => show()],
	"g h": ["Home"], "g l": ["Library"], "g y": ["History"], "g s": ["Statistics"],
	j: ["Next in the list", () => step(1)],
	k: ["Previous in the list", () => step(-1)],
	o: ["Open", () => here("a")?.click()],
	x: ["Mark as completed", () => here("[data-key=x], form[action$='/complete'] button")?.click()],
	u: ["Undo", () => document.querySelector(".notice button")?.click()],
};
const setting = {
	get off() { try { return localStorage.getItem("keys") === "off"; } catch { return false; } },
	set off(is) { try { localStorage.setItem("keys", is ? "off" : "on"); } catch { /* stays */ } },
};
const made = (name, text, parent) => {
	const element = document.createElement(name);
	element.textContent = text;
	parent?.append(element);
	return element;
};
const list = () => {
	const dialog = made("dialog", "", document.querySelector(".foot"));
	const heading = made("h2", "Keyboard shortcuts", dialog);
	const facts = made("dl", "", dialog);
	const row = made("p", "", dialog);
	const toggle = made("button", "", row), close = made("button", "Close", row);
	heading.id = "keys";
	dialog.setAttribute("aria-labelledby", "keys");
	facts.className = "facts";
	row.className = "row";
	for (const [key, [what]] of Object.entries(keys)) {
		made("kbd", key, made("dt", "", facts));
		made("dd", what, facts);
	}
	const say = () => { toggle.textContent = setting.off ? "Switch on" : "Switch off"; };
	toggle.addEventListener("click", () => { setting.off = !setting.off; say(); });
	close.addEventListener("click", () => dialog.close());
	say();
	return dialog;
};
const show = () => (document.querySelector(".foot dialog") || list()).showModal();

const opener = document.querySelector("[data-keys]");
if (opener) {
	let isGo = false;
	const field = document.querySelector(".find input");
	opener.hidden = field.nextElementSibling.hidden = false;
	field.setAttribute("aria-keyshortcuts", "/");
	opener.addEventListener("click", show);
	document.addEventListener("keydown", event => {
		const isTyping = event.target.closest("input, select, textarea, dialog");
		if (isTyping || event.ctrlKey || event.metaKey || event.altKey || setting.off)
			return;
		const place = isGo ? places[event.key] : undefined;
		isGo = event.key === "g";
		if (place !== undefined)
			location.href = new URL(place, document.baseURI);
		else if (keys[event.key]?.[1])
			keys[event.key][1]();
		else
			return;
		event.preventDefault();
	});
}
