/* SPDX-License-Identifier: MIT */
#include "ctl/commands/import_tracker.h"

#include "shared/actions/tracker.h"
#include "shared/base/zone.h"
#include "shared/providers/past.h"

enum { LEFT_SHOWN = 20 };

void import_tracker_formats(FILE *to)
{
	fputs("\nformats:\n", to);
	for (size_t i = 0; i < past_format_count; i++)
		if (i == 0 || strcmp(past_formats[i]->title, past_formats[i - 1]->title) != 0)
			fprintf(to, "  %s\n", past_formats[i]->title);
}

static void put_left(struct buf *out, const struct tracker_found *found)
{
	jput_open(out, "left_out", '[');
	for (size_t i = 0; i < found->left_count; i++) {
		jput_open(out, NULL, '{');
		jput_str(out, "place", found->left[i].place);
		jput_str_or_null(out, "title", found->left[i].title);
		jput_str(out, "why", found->left[i].why);
		jput_close(out, '}');
	}
	jput_close(out, ']');
}

static void put_found(struct buf *out, const struct tracker_found *found, bool is_dry)
{
	const struct tracker_counts *counts = &found->counts;

	jput_open(out, NULL, '{');
	if (!is_dry)
		jput_i64(out, "import", found->file.id);
	jput_str(out, "format", found->file.format);
	jput_open(out, "plays", '{');
	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		jput_i64(out, kind_name((enum kind)k), counts->kinds[k]);
	jput_close(out, '}');
	jput_i64(out, "without_time", counts->undated);
	jput_i64(out, "without_id", counts->unnamed);
	jput_i64(out, "unreadable", counts->left_out);
	jput_i64(out, "plays_added", counts->added);
	jput_i64(out, "plays_known", counts->known);
	put_left(out, found);
	jput_close(out, '}');
}

static void say_left(const struct ctl *ctl, const struct tracker_found *found)
{
	int64_t all = found->counts.unnamed + found->counts.left_out;

	for (size_t i = 0; i < found->left_count && i < LEFT_SHOWN; i++) {
		const struct import_left *left = &found->left[i];

		ctl_advise(ctl, "%s: %s%s%s.", left->place, left->title ? left->title : "",
			left->title ? ": " : "", left->why);
	}
	if (all > LEFT_SHOWN)
		ctl_advise(ctl, "... and %" PRId64 " more; see --json", all - LEFT_SHOWN);
}

static void say_found(struct ctl *ctl, const struct tracker_found *found, bool is_dry)
{
	if (ctl->is_json) {
		put_found(&ctl->out, found, is_dry);
		return;
	}
	say_left(ctl, found);
	ctl_say(ctl, "%s: %s.", found->file.format, found->file.summary);
	if (is_dry) {
		ctl_say(ctl, "Nothing was written.");
		return;
	}
	ctl_say(ctl, "Import %" PRId64 ": %" PRId64 " plays added, %" PRId64 " already known.",
		found->file.id, found->counts.added, found->counts.known);
}

enum err import_tracker(struct cx *cx, struct ctl *ctl, const struct import_tracker *what)
{
	struct tracker_found found;
	const char *name = strrchr(what->path, '/');
	struct input in;
	enum err err;

	zone_use(what->user->time_zone);
	TRY(input_of_fd(cx, what->fd, &in));
	err = tracker_look(cx, what->user->id, name ? name + 1 : what->path, &in, &found);
	if (err == ERR_INPUT)
		return err_note(
			cx, err, "%s; nothing was taken over", arena_strdup(cx->arena, cx->note));
	TRY(err);
	if (!what->is_dry)
		TRY(tracker_import(cx, ctl->store, &in, &found));
	say_found(ctl, &found, what->is_dry);
	return OK;
}

enum err import_tracker_undo(struct cx *cx, struct ctl *ctl, const struct user *user, int64_t id)
{
	enum err err = tracker_undo(cx, ctl->store, user->id, id);

	if (err == ERR_NOT_FOUND)
		return err_note(cx, ERR_NOT_FOUND, "%s has no import %" PRId64, user->name, id);
	TRY(err);
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_i64(&ctl->out, "undone", id);
		jput_close(&ctl->out, '}');
	}
	ctl_say(ctl, "Import %" PRId64 " was taken back.", id);
	return OK;
}
