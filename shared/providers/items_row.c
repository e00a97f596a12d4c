/* SPDX-License-Identifier: MIT */
#include "shared/providers/items_row.h"

#include "shared/base/clock.h"
#include "shared/providers/sink.h"

enum { TICKS_PER_MS = 10000 };
static const struct range ticks = { INT64_MIN + 1, INT64_MAX - 1 };
static const struct range number = { 0, INT32_MAX };
static const struct range years = { 1, 9999 };

const char *const items_row_keys[] = {
	/* clang-format off */
	"Id", "Imdb", "IndexNumber", "IndexNumberEnd", "Items",
	"LastPlayedDate", "Name", "ParentIndexNumber", "PartCount",
	"PlaybackPositionTicks", "PlayCount", "Played", "ProductionYear",
	"ProviderIds", "RunTimeTicks", "SeriesId", "SeriesName", "Tmdb",
	"TotalRecordCount", "Tvdb", "Type", "UserData", NULL,
	/* clang-format on */
};

/* What the server says of its person. */
struct user_data {
	bool played;
	int64_t count, position;
	const char *date; /* as it spells it, or NULL */
};

static struct user_data read_user_data(struct reader *in, struct json item)
{
	struct json of = reader_object(in, item, "UserData");

	return (struct user_data){
		.played = reader_bool(in, of, "Played"),
		.count = reader_i64(in, of, "PlayCount", ticks),
		.position = reader_i64(in, of, "PlaybackPositionTicks", ticks),
		.date = json_loose_str(in->cx, of, "LastPlayedDate", REPORT_WORD_MAX),
	};
}

/* ---- what is remembered ---- */

static const char *state_text(struct cx *cx, const struct user_data *now)
{
	return arena_printf(cx->arena, "%d %" PRId64 " %" PRId64 " %s", now->played, now->count,
		now->position, now->date ? now->date : "");
}

/*
 * Another date, and no other viewing: somebody took the mark back and set it
 * again.
 */
static bool is_mark(const char *was, const struct user_data *now)
{
	char *end;
	int64_t count;

	if (!was || was[0] != '1' || was[1] != ' ' || !now->played)
		return false;
	count = strtoll(was + 2, &end, 10);
	return *end == ' ' && count > 0 && now->count <= count;
}

/* ---- the report ---- */

static void read_movie(struct reader *in, struct json item, struct report *r)
{
	r->kind = KIND_MOVIE;
	r->title = json_loose_str(in->cx, item, "Name", REPORT_NAME_MAX);
	r->year = reader_side_int(in, item, "ProductionYear", years);
	sink_read_ids(in, item, "ProviderIds", &r->ids);
	sink_read_own_id(in, item, "Id", r);
}

static void read_episode(struct reader *in, struct json item, struct report *r)
{
	r->kind = KIND_SHOW;
	r->title = json_loose_str(in->cx, item, "SeriesName", REPORT_NAME_MAX);
	r->part_title = json_loose_str(in->cx, item, "Name", REPORT_NAME_MAX);
	sink_read_own_id(in, item, "SeriesId", r);
	r->season = reader_side_int(in, item, "ParentIndexNumber", number);
	r->episode = reader_side_int(in, item, "IndexNumber", number);
	if (r->episode != UNSAID)
		r->episode_end = reader_side_int(in, item, "IndexNumberEnd", number);
}

static void read_item(struct reader *in, struct json item, struct report *r)
{
	const char *type = reader_str(in, item, "Type", REPORT_WORD_MAX);

	if (type && strcmp(type, "Movie") == 0)
		read_movie(in, item, r);
	else if (type && strcmp(type, "Episode") == 0)
		read_episode(in, item, r);
	r->units_per_ms = TICKS_PER_MS;
	r->duration = reader_i64(in, item, "RunTimeTicks", ticks);
	if (r->episode_end != UNSAID && !report_end_is_plausible(r))
		r->episode_end = UNSAID;
}

/*
 * From Jellyfin 12 on, "played" stays while something is watched again: beside
 * a position it counts when it is new.
 */
static void fill(const struct user_data *now, const char *was, struct report *r)
{
	bool is_old = was && was[0] == '1' && now->position > 0;

	r->is_asked = r->is_state = true;
	r->finished = now->played && !is_old;
	r->position = now->position > 0 ? now->position : UNSAID;
	r->basis = BASIS_USERDATA_POSITION;
	if (r->finished)
		r->basis = is_mark(was, now) ? BASIS_EXPLICIT_MARK : BASIS_USERDATA_PLAYED;
	if (now->date && (!clock_parse(now->date, &r->started_ms) || r->started_ms <= 0))
		r->started_ms = UNSAID;
}

static const char no_show[] = "This episode carries no id of its series. Open the series on the "
			      "server, choose Identify, save; from then on it is tracked.";

static const char in_files[] =
	"A film in several files: what the server says here is of its first file only.";

static void judge(struct cx *cx, struct json item, struct message *m)
{
	const struct report *r = &m->report;
	struct reader in = { .cx = cx };

	if (r->duration <= 0) {
		m->reason = REASON_NO_RUNTIME; /* then it calls everything played */
	} else if (reader_side_int(&in, item, "PartCount", number) > 1) {
		m->reason = REASON_NO_POSITION;
		m->detail = in_files;
	} else {
		sink_judge(m, no_show);
		sink_note_show(cx, m, item, "SeriesId");
	}
}

static enum err read_all(
	struct cx *cx, struct json item, const struct memory *memory, struct items_row *out)
{
	struct reader in = { .cx = cx };
	struct report *r = &out->told.message.report;
	struct user_data now = read_user_data(&in, item);
	const char *was;

	out->id = lookup_key(cx, reader_idtext(&in, item, "Id"));
	read_item(&in, item, r);
	TRY(in.err);
	if (!out->id)
		return err_field(cx, json_path(cx, item, "Id"), "the id of an item");
	was = memory ? memory->seen(memory->arg, cx, out->id) : NULL;
	fill(&now, was, r);
	out->state = state_text(cx, &now);
	out->is_void = r->kind == KIND_NONE || (!r->finished && r->position == UNSAID);
	out->is_news = !out->is_void && (!was || strcmp(was, out->state) != 0);
	return OK;
}

/* It is passed on without an id, so that it is read again the next time. */
static void refuse(struct cx *cx, struct items_row *out)
{
	message_init(&out->told.message);
	out->id = NULL;
	out->told.message.report.is_asked = true;
	out->told.message.reason = REASON_WRONG_SHAPE;
	out->told.message.detail = arena_strdup(cx->arena, cx->note);
	out->told.message.run = "unreadable row";
}

void items_row_read(struct cx *cx, struct json item, const struct memory *memory,
	const char *person, struct items_row *out)
{
	struct message *m = &out->told.message;

	*out = (struct items_row){ .id = NULL };
	message_init(m);
	if (read_all(cx, item, memory, out) != OK) {
		refuse(cx, out);
	} else {
		judge(cx, item, m);
		m->run = arena_join(cx->arena, "asked", " ", out->id);
		out->show = m->unnamed_show;
	}
	m->event = m->report.finished ? "played" : "in progress";
	m->user_id = person;
}

bool items_row_read_again(struct cx *cx, struct bytes body, struct message *out)
{
	struct items_row row;
	struct json root = { NULL, "" };

	if (json_open_keys(cx, body.at, body.length, items_row_keys, &root) != OK ||
		!json_is_there(root, "UserData") || !json_is_there(root, "Id"))
		return false;
	items_row_read(cx, root, NULL, NULL, &row);
	*out = row.told.message;
	return row.id != NULL;
}
