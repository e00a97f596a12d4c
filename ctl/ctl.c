/* SPDX-License-Identifier: MIT */
#include "ctl/ctl.h"

#include "ctl/terminal/text.h"

#include <unistd.h>

enum { SENTENCE_MAX = 1000 };

PRINTF(2, 0)
static const char *sentence(struct arena *a, const char *format, va_list args)
{
	char text[SENTENCE_MAX];

	vsnprintf(text, sizeof(text), format, args);
	return shown_text(a, text);
}

void ctl_say(struct ctl *ctl, const char *format, ...)
{
	va_list args;

	if (ctl->is_json)
		return;
	va_start(args, format);
	buf_addf(&ctl->out, "%s\n", sentence(ctl->out.arena, format, args));
	va_end(args);
}

void ctl_advise(const struct ctl *ctl, const char *format, ...)
{
	va_list args;

	if (ctl->is_json)
		return;
	va_start(args, format);
	fprintf(stderr, "%s\n", sentence(ctl->out.arena, format, args));
	va_end(args);
}

void ctl_print_table(struct ctl *ctl, const struct table *t)
{
	table_print(t, &ctl->out, ctl->width);
}

enum err ctl_user(struct cx *cx, struct ctl *ctl, const char *name, const struct user **out)
{
	TRY(store_user_find(cx, ctl->store, name, out));
	if (!*out)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no user \"%s\"; \"ryotctl user list\" lists them", name);
	return OK;
}

enum err ctl_integration(struct cx *cx, struct ctl *ctl, int64_t id, const struct integration **out)
{
	TRY(store_integration_by_id(cx, ctl->store, id, out));
	if (!*out)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			"; \"ryotctl integration list\" lists them",
			id);
	return OK;
}

enum err ctl_user_id(struct cx *cx, struct ctl *ctl, const char *name, int64_t *id)
{
	const struct user *user = NULL;

	*id = 0;
	if (!name)
		return OK;
	TRY(ctl_user(cx, ctl, name, &user));
	*id = user->id;
	return OK;
}

enum err ctl_confirm(struct cx *cx, enum sureness sure, const char *question)
{
	char answer[16] = "";

	if (sure == IS_SURE)
		return OK;
	if (!isatty(STDIN_FILENO))
		return err_note(cx, ERR_USAGE,
			"%s there is no terminal to ask on; --yes skips the question",
			shown_text(cx->arena, question));
	fprintf(stderr, "%s [y/N] ", shown_text(cx->arena, question));
	fflush(stderr);
	if (!fgets(answer, sizeof(answer), stdin))
		answer[0] = '\0';
	answer[strcspn(answer, "\n")] = '\0';
	if (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0)
		return OK;
	return err_note(cx, ERR_INPUT, "nothing was changed");
}
