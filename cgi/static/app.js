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
