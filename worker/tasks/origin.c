/* SPDX-License-Identifier: MIT */
#include "worker/tasks/origin.h"

#include "shared/base/unit.h"
#include "shared/providers/provider.h"
#include "shared/store/delivery.h"
#include "shared/store/origin.h"

enum { MEMORY = 16 << 20, PAGES_MAX = 20 };

struct finding {
	struct store *store;
	struct origin found[ORIGIN_PAGE];
	size_t at;
	/* Of what was found, which lasts for the page. */
	struct arena texts;
};

static const char *keep(struct finding *f, const char *text)
{
	return text ? arena_strdup(&f->texts, text) : NULL;
}

static enum err look_at(
	struct cx *cx, struct finding *f, const struct origin_report *report, bool *is_found)
{
	const struct art *art = provider_art(report->provider);
	const struct delivery *delivery = NULL;
	struct origin *out = &f->found[f->at];
	struct art_place place;
	struct bytes body;

	*is_found = false;
	if (!art)
		return OK;
	TRY(store_delivery_get(cx, f->store, report->delivery_id, &delivery, &body));
	if (!delivery || !body.at)
		return OK;
	art_find(cx, art, body, &place);
	*is_found = place.item || place.address;
	if (!*is_found)
		return OK;
	out->integration_id = report->integration_id;
	out->item = keep(f, place.item);
	out->address = keep(f, place.address);
	return OK;
}

static enum err find_one(struct cx *cx, void *arg)
{
	struct finding *f = arg;
	const struct origin_report *reports = NULL;
	size_t count = 0;
	bool is_found = false;

	TRY(store_origin_reports(cx, f->store, f->found[f->at].work_id, &reports, &count));
	for (size_t i = 0; i < count && !is_found; i++)
		TRY(look_at(cx, f, &reports[i], &is_found));
	return OK;
}

static enum err put_all(struct cx *cx, const struct finding *f, size_t count)
{
	for (size_t i = 0; i < count; i++)
		TRY(store_origin_put(cx, f->store, &f->found[i]));
	return OK;
}

/* A body that is beyond the memory tells nothing. */
static enum err find_page(struct cx *cx, struct finding *f, size_t *count)
{
	int64_t ids[ORIGIN_PAGE];

	TRY(store_origin_unknown(cx, f->store, ids, count));
	for (f->at = 0; f->at < *count; f->at++) {
		enum err err;

		f->found[f->at] = (struct origin){ .work_id = ids[f->at] };
		err = unit_run(cx, MEMORY, find_one, f);
		if (err == ERR_TOO_LARGE)
			store_settle(f->store);
		else
			TRY(err);
		arena_reset(cx->arena);
	}
	if (*count == 0)
		return OK;
	TRY(store_begin(cx, f->store));
	return store_end(cx, f->store, put_all(cx, f, *count));
}

enum err origin_find(struct cx *cx, struct store *s)
{
	struct finding *f = arena_alloc(cx->arena, sizeof(*f));
	struct arena arena;
	struct cx own = { .arena = &arena, .now_ms = cx->now_ms };
	size_t count = ORIGIN_PAGE;
	enum err err = OK;

	f->store = s;
	arena_init(&arena, MEMORY);
	arena_init(&f->texts, MEMORY);
	for (int page = 0; page < PAGES_MAX && count == ORIGIN_PAGE && err == OK; page++) {
		err = find_page(&own, f, &count);
		arena_reset(&f->texts);
	}
	arena_finish(&f->texts);
	arena_finish(&arena);
	return err == OK ? OK : err_note(cx, err, "%s", own.note);
}
