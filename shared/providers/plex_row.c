/* SPDX-License-Identifier: MIT */
#include "shared/providers/plex_row.h"

static const struct range number = { 0, INT32_MAX };
static const struct range seconds = { 1, INT64_C(99999999999) };
static const struct range millis = { 0, INT64_C(1) << 40 };

const char *const plex_row_keys[] = {
	/* clang-format off */
	"duration", "grandparentKey", "grandparentRatingKey",
	"grandparentTitle", "historyKey", "index", "lastViewedAt",
	"MediaContainer", "Metadata", "parentIndex", "ratingKey", "title",
	"totalSize", "type", "viewedAt", "viewOffset", "year", NULL,
	/* clang-format on */
};

/* The last segment of "/library/metadata/58394". */
static const char *last_of(struct cx *cx, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return lookup_key(cx, slash ? slash + 1 : path);
}

static void read_work(struct reader *in, struct json row, struct message *m)
{
	struct report *r = &m->report;
	const char *type = reader_str(in, row, "type", REPORT_WORD_MAX);
	const char *key = lookup_key(in->cx, reader_idtext(in, row, "ratingKey"));
	const char *show = reader_idtext(in, row, "grandparentRatingKey");

	if (type && strcmp(type, "movie") == 0) {
		r->kind = KIND_MOVIE;
		r->title = json_loose_str(in->cx, row, "title", REPORT_NAME_MAX);
		m->unnamed_show = key;
	} else if (type && strcmp(type, "episode") == 0) {
		r->kind = KIND_SHOW;
		r->title = json_loose_str(in->cx, row, "grandparentTitle", REPORT_NAME_MAX);
		r->part_title = json_loose_str(in->cx, row, "title", REPORT_NAME_MAX);
		r->season = reader_side_int(in, row, "parentIndex", number);
		r->episode = reader_side_int(in, row, "index", number);
		if (!show)
			show = json_loose_key(in->cx, row, "grandparentKey", REPORT_WORD_MAX);
		m->unnamed_show = last_of(in->cx, show);
	}
	r->own_id = m->unnamed_show;
}

/* The history's rows are viewings that reached their end. */
static void read_state(struct reader *in, struct json row, struct source_row *out)
{
	struct report *r = &out->message.report;
	const char *key = json_loose_key(in->cx, row, "historyKey", REPORT_WORD_MAX);
	bool is_viewing = key != NULL;
	int64_t at;

	key = is_viewing ? last_of(in->cx, key)
			 : lookup_key(in->cx, reader_idtext(in, row, "ratingKey"));
	at = reader_i64(in, row, is_viewing ? "viewedAt" : "lastViewedAt", seconds);
	r->is_asked = r->is_state = true;
	r->units_per_ms = 1;
	r->finished = is_viewing;
	r->basis = is_viewing ? BASIS_EVENT_SAYS_COMPLETED : BASIS_USERDATA_POSITION;
	if (!is_viewing) {
		r->duration = reader_i64(in, row, "duration", millis);
		r->position = reader_i64(in, row, "viewOffset", millis);
	}
	if (at != UNSAID)
		r->started_ms = at * 1000;
	if (!key)
		return;
	out->row = arena_join(in->cx->arena, is_viewing ? "viewing" : "item", " ", key);
	out->state = arena_printf(in->cx->arena, "%" PRId64 " %" PRId64, r->position, at);
}

static const char removed[] = "It is not in the library of the Plex server any more, or has no id "
			      "there.";

static void judge(struct message *m)
{
	const struct report *r = &m->report;
	bool is_numbered = r->season != UNSAID && r->episode != UNSAID;

	if (r->kind == KIND_SHOW && !is_numbered) {
		m->reason = REASON_INCOMPLETE_EPISODE;
		m->unnamed_show = NULL;
	} else if (!r->finished && r->duration <= 0) {
		m->reason = REASON_NO_RUNTIME;
		m->unnamed_show = NULL;
	} else {
		m->reason = REASON_NO_IDENTIFIER;
		m->detail = removed;
		m->is_nameless = true;
	}
}

bool plex_row_read(struct cx *cx, struct json row, const char *account, struct source_row *out)
{
	struct reader in = { .cx = cx };
	struct message *m = &out->message;

	*out = (struct source_row){ .row = NULL };
	message_init(m);
	read_work(&in, row, m);
	read_state(&in, row, out);
	if (in.err == OK && (m->report.kind == KIND_NONE || !m->report.own_id || !out->row ||
				    (!m->report.finished && m->report.position <= 0)))
		return false; /* music; or what comes next */
	m->event = m->report.finished ? "watched" : "in progress";
	m->user_id = account;
	m->run = out->row;
	if (in.err == OK) {
		judge(m);
		return true;
	}
	message_init(m);
	m->report.is_asked = true;
	m->reason = REASON_WRONG_SHAPE;
	m->detail = arena_strdup(cx->arena, cx->note);
	m->run = "unreadable row";
	out->row = out->state = NULL;
	return true;
}

bool plex_row_read_again(struct cx *cx, struct bytes body, struct message *out)
{
	struct source_row row;
	struct json root = { NULL, "" };

	if (json_open_keys(cx, body.at, body.length, plex_row_keys, &root) != OK ||
		json_is_there(root, "Metadata") || !json_is_there(root, "ratingKey") ||
		!plex_row_read(cx, root, NULL, &row))
		return false;
	*out = row.message;
	return row.row != NULL;
}
