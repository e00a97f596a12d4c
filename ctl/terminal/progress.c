/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/progress.h"

#include <unistd.h>

enum { SHOWN_EVERY = 1000 };

void progress_begin(struct progress_line *p, bool is_json, const char *what)
{
	*p = (struct progress_line){
		.what = what,
		.is_shown = !is_json && isatty(STDERR_FILENO),
	};
}

void progress_step(struct progress_line *p)
{
	if (++p->count % SHOWN_EVERY == 0 && p->is_shown)
		fprintf(stderr, "\r%" PRId64 " %s", p->count, p->what);
}

void progress_end(const struct progress_line *p)
{
	if (p->is_shown && p->count >= SHOWN_EVERY)
		fprintf(stderr, "\r\033[K");
}
