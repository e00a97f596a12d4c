/* SPDX-License-Identifier: MIT */
#include "shared/actions/naming.h"

#include "shared/actions/weigh_again.h"
#include "shared/progress/pasted_as.h"
#include "shared/store/library.h"
#include "shared/store/row.h"
#include "shared/store/thing_play.h"

const char *naming_words(struct cx *cx, const struct thing *thing)
{
	if (thing->choice == CHOICE_NEVER)
		return "never tracked";
	if (thing->choice == CHOICE_NONE)
		return "nothing yet";
	return arena_printf(cx->arena, "%s %s", catalog_title(thing->as.source), thing->as.value);
}

/* ---- what was said ---- */

static const char *one(struct cx *cx, enum kind kind)
{
	char *name = arena_strdup(cx->arena, kind_one(kind));

	if (*name >= 'A' && *name <= 'Z')
		*name = (char)(*name - 'A' + 'a');
	return arena_printf(cx->arena, "%s %s",
		*kind_article(kind) == 'A' && kind_article(kind)[1] ? "an" : "a", name);
}

/* Their names, for a sentence. */
static const char *catalogs_of(struct cx *cx, enum kind kind)
{
	const char *list = NULL, *last = NULL;

	for (int i = 0; i < CATALOG_LOCAL; i++) {
		if (!catalog_numbers((enum catalog)i, kind))
			continue;
		if (last)
			list = list ? arena_join(cx->arena, list, ", ", last) : last;
		last = catalog_title((enum catalog)i);
	}
	return list ? arena_join(cx->arena, list, " or ", last) : last;
}

static enum err explain(
	struct cx *cx, enum pasted what, enum kind kind, enum kind other, const struct id *id)
{
	const char *catalogs = catalogs_of(cx, kind), *is = one(cx, kind);

	switch (what) {
	case PASTED_NOTHING:
		return err_note(cx, ERR_INPUT,
			"Enter an id of %s, or the address of its page there.", catalogs);
	case PASTED_OTHER_SITE:
		return err_note(cx, ERR_INPUT,
			"That is an address of another site. For %s, enter one of %s.", is,
			catalogs);
	case PASTED_NO_NUMBER:
		return err_note(cx, ERR_INPUT,
			"That address of %s holds no id. Enter the id that stands on its page.",
			id->source == CATALOG__COUNT ? "the catalog" : catalog_title(id->source));
	case PASTED_OTHER_KIND:
		return err_note(cx, ERR_INPUT, "That is the page of %s, and this is %s.",
			one(cx, other), is);
	case PASTED_OTHER_CATALOG:
		return err_note(cx, ERR_INPUT, "%s has no ids for %s. Enter one of %s.",
			catalog_title(id->source), is, catalogs);
	case PASTED_ID:
	case PASTED_NO_ID:
		break;
	}
	return err_note(
		cx, ERR_INPUT, "That is no id of %s, and no address of a page there.", catalogs);
}

static enum err read_id(struct cx *cx, const struct naming *n, struct thing *thing)
{
	enum kind kind = thing->kind;
	enum pasted what = pasted_as(n->id, &kind, &thing->as);

	return what == PASTED_ID ? OK : explain(cx, what, thing->kind, kind, &thing->as);
}

/* By its most trusted id, which finds it even if another id is corrected. */
static enum err read_work(struct cx *cx, struct store *s, int64_t user_id, const struct naming *n,
	struct thing *thing)
{
	const struct library_work *work;
	const struct id *ids = NULL;
	size_t count = 0;
	enum err err = store_library_work(cx, s, user_id, n->work_id, &work);

	if (err == ERR_NOT_FOUND)
		return err_note(cx, ERR_INPUT,
			"That work is not in the library any more. Choose another one.");
	TRY(err);
	if (work->kind != thing->kind)
		return err_note(cx, ERR_INPUT, "That is %s, and this is %s.", one(cx, work->kind),
			one(cx, thing->kind));
	TRY(store_library_ids(cx, s, n->work_id, &ids, &count));
	if (count == 0)
		return err_note(
			cx, ERR_INPUT, "That work has no id, so nothing can be added to it.");
	thing->as = ids[0];
	return OK;
}

static enum err check_number(struct cx *cx, const char *what, int lowest, int by)
{
	if (by < -SHIFT_MAX || by > SHIFT_MAX)
		return err_note(cx, ERR_INPUT, "Numbers are shifted by %d at most.", SHIFT_MAX);
	if (lowest == UNSAID || lowest + by >= 0)
		return OK;
	return err_note(cx, ERR_INPUT, "Shifted by %d, %s %d would become %d.", by, what, lowest,
		lowest + by);
}

static enum err check_shift(struct cx *cx, struct store *s, const struct thing *thing)
{
	struct shift by = thing->shift, lowest;

	if (by.season == 0 && by.episode == 0)
		return OK;
	if (thing->kind != KIND_SHOW || thing->choice != CHOICE_WORK)
		return err_note(cx, ERR_INPUT,
			"Only the numbers of episodes can be shifted, and this is none.");
	TRY(store_thing_lowest(cx, s, thing->id, &lowest));
	TRY(check_number(cx, "season", lowest.season, by.season));
	return check_number(cx, "episode", lowest.episode, by.episode);
}

static enum err check_room(struct cx *cx, struct store *s, const struct thing *thing)
{
	int64_t count = 0;

	TRY(store_thing_chosen(cx, s, thing->integration_id, &count));
	if (count < NAMINGS_MAX)
		return OK;
	return err_note(cx, ERR_INPUT,
		"%d choices are the most that one integration remembers. Undo one first.",
		NAMINGS_MAX);
}

/* Fills in the choice. */
static enum err read_choice(struct cx *cx, struct store *s, const struct naming *n,
	const struct thing_row *row, struct thing *out)
{
	*out = row->thing;
	if (out->choice != CHOICE_NONE)
		return err_note(cx, ERR_CONFLICT, "This was named already: %s. Undo that first.",
			naming_words(cx, out));
	if ((n->id != NULL) + (n->work_id != 0) + n->never != 1)
		return err_note(cx, ERR_INPUT,
			"Enter an id, or choose a work, or choose that it is never tracked.");
	out->choice = n->never ? CHOICE_NEVER : CHOICE_WORK;
	out->chosen_ms = cx->now_ms;
	out->shift = n->shift;
	if (n->id)
		TRY(read_id(cx, n, out));
	if (n->work_id)
		TRY(read_work(cx, s, row->user_id, n, out));
	TRY(check_shift(cx, s, out));
	return check_room(cx, s, out);
}

/* ---- what it leads to ---- */

static enum err find_work(struct cx *cx, struct store *s, struct naming_effect *e)
{
	const struct library_work *work;
	enum err err;

	e->work_id = 0;
	if (e->thing.choice != CHOICE_WORK)
		return OK;
	TRY(row_find_work(cx, s, e->row->user_id, e->thing.kind, &e->thing.as, &e->work_id));
	if (e->work_id == 0)
		return OK;
	err = store_library_work(cx, s, e->row->user_id, e->work_id, &work);
	if (err == ERR_NOT_FOUND)
		return OK;
	TRY(err);
	e->title = work->title;
	return OK;
}

static enum err fill_effect(struct cx *cx, struct store *s, struct naming_effect *e)
{
	TRY(find_work(cx, s, e));
	TRY(store_thing_tally(cx, s, e->thing.id, &e->tally));
	TRY(store_thing_play_count(cx, s, e->thing.id, &e->play_total));
	return store_thing_plays(cx, s, e->thing.id, &e->plays, NAMING_PLAYS, &e->play_count);
}

static enum err weigh_thing(struct cx *cx, struct store *s, const struct naming_effect *e)
{
	const struct integration *integration = NULL;

	TRY(store_integration_by_id(cx, s, e->thing.integration_id, &integration));
	return integration ? weigh_again(cx, s, integration, e->thing.id)
			   : err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

enum err naming_apply(
	struct cx *cx, struct store *s, const struct naming *naming, struct naming_effect *out)
{
	*out = (struct naming_effect){ .work_id = 0 };
	TRY(store_thing_get(cx, s, naming->user_id, naming->thing_id, &out->row));
	TRY(read_choice(cx, s, naming, out->row, &out->thing));
	TRY(find_work(cx, s, out));
	if (out->work_id)
		TRY(store_thing_remember(cx, s, out->thing.id, out->work_id));
	TRY(store_thing_choose(cx, s, &out->thing));
	TRY(weigh_thing(cx, s, out));
	return fill_effect(cx, s, out);
}

enum err naming_undo(struct cx *cx, struct store *s, int64_t user_id, int64_t thing_id,
	struct naming_effect *out)
{
	*out = (struct naming_effect){ .work_id = 0 };
	TRY(store_thing_get(cx, s, user_id, thing_id, &out->row));
	out->thing = out->row->thing;
	if (out->thing.choice == CHOICE_NONE)
		return err_note(cx, ERR_CONFLICT, "Nothing was chosen for this yet.");
	TRY(store_thing_take_back(cx, s, out->row->user_id, &out->thing));
	out->thing.choice = CHOICE_NONE;
	out->thing.shift = (struct shift){ 0, 0 };
	TRY(store_thing_choose(cx, s, &out->thing));
	TRY(weigh_thing(cx, s, out));
	return fill_effect(cx, s, out);
}
