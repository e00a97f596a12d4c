/* SPDX-License-Identifier: MIT */
/* work.c -- works that no sender has told of. */
#include "ctl/command.h"
#include "shared/actions/add.h"
#include "shared/actions/edit_mark.h"
#include "shared/base/parse.h"
#include "shared/base/zone.h"
#include "shared/json/write.h"

#define AT(member) offsetof(struct work_args, member)

struct work_args {
	const char *user, *kind, *title, *author, *id, *season, *episode, *at;
	int64_t year, work, rating;
	bool wanted, another;
};

/* Season 0 has the specials, so a number may be 0. */
static enum err read_number(struct cx *cx, const char *option, const char *text, int *out)
{
	int64_t number;

	*out = UNSAID;
	if (!text)
		return OK;
	if (!parse_i64(text, 0, 99999, &number))
		return err_note(cx, ERR_USAGE, "%s takes a whole number", option);
	*out = (int)number;
	return OK;
}

static void say(struct ctl *ctl, const struct edited *edited, const char *done)
{
	if (!ctl->is_json) {
		ctl_say(ctl, "%s work %" PRId64 ".", done, edited->work_id);
		return;
	}
	jput_open(&ctl->out, NULL, '{');
	jput_i64(&ctl->out, "work", edited->work_id);
	jput_i64_or_null(&ctl->out, "edit", edited->edit_id > 0 ? edited->edit_id : UNSAID);
	jput_close(&ctl->out, '}');
}

static enum err read_work(
	struct cx *cx, const struct work_args *a, struct moment *at, struct add *out)
{
	*out = (struct add){
		.title = a->title,
		.author = a->author ? a->author : "",
		.id = a->id ? a->id : "",
		.year = a->year ? (int)a->year : UNSAID,
		.is_wanted = a->wanted,
		.is_another = a->another,
	};
	if (!kind_parse(a->kind, &out->kind))
		return err_note(cx, ERR_USAGE, "KIND is movie, show, audiobook or book");
	TRY(read_number(cx, "--season", a->season, &out->season));
	TRY(read_number(cx, "--episode", a->episode, &out->episode));
	if (a->at)
		TRY(moment_parse(cx, a->at, at));
	out->at = a->at ? at : NULL;
	return OK;
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct work_args *a = args;
	const struct user *user = NULL;
	struct edited edited = { 0 };
	struct moment at;
	struct add what;

	TRY(ctl_user(cx, ctl, a->user, &user));
	zone_use(user->time_zone);
	TRY(read_work(cx, a, &at, &what));
	what.user_id = user->id;
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, add_work(cx, ctl->store, &what, &edited)));
	say(ctl, &edited, "Added");
	return OK;
}

static enum err rate(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct work_args *a = args;
	struct edit_opinion what = { .work_id = a->work, .rating = (int)a->rating };
	struct edited edited = { 0 };
	enum err err;

	TRY(ctl_user_id(cx, ctl, a->user, &what.user_id));
	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, edit_opinion(cx, ctl->store, &what, &edited));
	if (err == ERR_NOT_FOUND)
		return err_note(cx, err, "%s has no work %" PRId64, a->user, a->work);
	TRY(err);
	say(ctl, &edited, "Rated");
	return OK;
}

/* clang-format off */
static const struct arg add_args[] = {
	{ "KIND", NULL, ARG_TEXT, ARG_NEEDED, 20, AT(kind), "movie, show, audiobook or book" },
	{ "TITLE", NULL, ARG_TEXT, ARG_NEEDED, REPORT_NAME_MAX, AT(title), "its title" },
	{ "--another", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(another),
		"add it though the library has one of that title" },
	{ "--at", "DATE", ARG_TEXT, ARG_OPTIONAL, 16, AT(at),
		"when it was completed, such as 2026-11-22 or 2026-11-22T20:15 (now)" },
	{ "--author", "NAME", ARG_TEXT, ARG_OPTIONAL, REPORT_NAME_MAX, AT(author), "of a book" },
	{ "--episode", "N", ARG_SETTING, ARG_OPTIONAL, 0, AT(episode), "of a show" },
	{ "--id", "TEXT", ARG_TEXT, ARG_OPTIONAL, ADDRESS_MAX, AT(id),
		"its id in a catalog, or the address of its page there" },
	{ "--season", "N", ARG_SETTING, ARG_OPTIONAL, 0, AT(season), "of a show" },
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user), "whose library" },
	{ "--wanted", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(wanted),
		"for the watchlist, not completed" },
	{ "--year", "YEAR", ARG_COUNT, ARG_OPTIONAL, 2999, AT(year), "when it appeared" },
};
static const struct arg rate_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(work),
		"the work, by its number in the address of its page" },
	{ "RATING", NULL, ARG_COUNT, ARG_NEEDED, RATING_MAX, AT(rating),
		"half stars, 1 to 10" },
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user), "whose rating" },
};
/* clang-format on */

const struct command command_work_add = {
	.noun = "work",
	.verb = "add",
	.usage = "KIND TITLE --user NAME [--id TEXT] [--year YEAR] [--author NAME]\n"
		 "       [--season N --episode N] [--at DATE | --wanted] [--another]",
	.summary = "Add a work that no sender has told of",
	.details = "Dates are of the person's time zone.",
	.opening = OPEN_WRITE,
	.args = { add_args, NELEM(add_args), sizeof(struct work_args) },
	.run = add,
};

const struct command command_work_rate = {
	.noun = "work",
	.verb = "rate",
	.usage = "ID RATING --user NAME",
	.summary = "Rate a work",
	.opening = OPEN_WRITE,
	.args = { rate_args, NELEM(rate_args), sizeof(struct work_args) },
	.run = rate,
};
