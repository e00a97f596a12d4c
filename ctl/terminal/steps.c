/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/steps.h"

#include "shared/base/buf.h"
#include "shared/providers/steps.h"

enum { INDENT = 5, WIDTH = 72, TEXT_MAX = 64 << 10 };

static const char *fill_gap(enum steps_gap gap, const char *url)
{
	switch (gap) {
	case GAP_URL:
		return url;
	case GAP_TOKENS:
		return "`ryotctl token new`";
	case GAP_DELIVERIES:
		return "`ryotctl delivery list`";
	case GAP_ADDON:
		return "script.ryot.zip (download it from this instance "
		       "at /script.ryot.zip)";
	case GAP_COPY:
	case GAP_END:
		break;
	}
	return "";
}

static const char *fill(struct cx *cx, const char *step, const char *url)
{
	enum steps_gap gap;
	struct buf b;

	buf_init(&b, cx->arena, TEXT_MAX);
	do {
		buf_puts(&b, steps_next(cx->arena, &step, &gap));
		buf_puts(&b, fill_gap(gap, url));
	} while (gap != GAP_END);
	return b.text;
}

/* Wraps at WIDTH; a longer word gets a line to itself. */
static void put_words(struct buf *b, const char *text)
{
	size_t column = INDENT;

	while (*text) {
		size_t length = strcspn(text, " ");

		if (column > INDENT && column + 1 + length > WIDTH) {
			buf_addf(b, "\n%*s", INDENT, "");
			column = INDENT;
		} else if (column > INDENT) {
			buf_puts(b, " ");
			column++;
		}
		buf_add(b, text, length);
		column += length;
		text += length;
		text += strspn(text, " ");
	}
	buf_puts(b, "\n");
}

const char *steps_text(struct cx *cx, const char *const *steps, const char *url)
{
	struct buf b;

	buf_init(&b, cx->arena, TEXT_MAX);
	for (int n = 1; steps && *steps; n++, steps++) {
		buf_addf(&b, "%3d. ", n);
		put_words(&b, fill(cx, *steps, url));
	}
	return b.text;
}
