/* SPDX-License-Identifier: MIT */
#include "shared/store/counts.h"

#include "shared/db/query.h"

/* What a work's columns are to be: of its plays that count. */
#define COUNTED                                                                                    \
	"SELECT count(p.id) AS plays,"                                                             \
	" coalesce(sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END), 0) AS open_plays"     \
	" FROM item t CROSS JOIN play p WHERE t.work_id = work.id AND p.item_id = t.id"            \
	" AND p.user_id = work.person_id AND p.removed_ms IS NULL"

/* The triggers of a work count for its person. */
static STATEMENT(counts_works, "UPDATE work SET plays = (SELECT plays FROM (" COUNTED ") n),"
			       " open_plays = (SELECT open_plays FROM (" COUNTED ") n)"
			       " WHERE plays <> (SELECT plays FROM (" COUNTED ") n)"
			       " OR open_plays <> (SELECT open_plays FROM (" COUNTED ") n)");

#define DELIVERIES                                                                                 \
	"(SELECT count(*) FROM delivery d WHERE d.integration_id = delivery_count.integration_id"  \
	" AND d.outcome = delivery_count.outcome)"

static STATEMENT(counts_deliveries,
	"UPDATE delivery_count SET deliveries = " DELIVERIES " WHERE deliveries <> " DELIVERIES);

static STATEMENT(counts_deliveries_add,
	"INSERT INTO delivery_count (integration_id, outcome, deliveries)"
	" SELECT d.integration_id, d.outcome, count(*) FROM delivery d WHERE NOT EXISTS"
	" (SELECT 1 FROM delivery_count c WHERE c.integration_id = d.integration_id"
	" AND c.outcome = d.outcome) GROUP BY d.integration_id, d.outcome");

#define STATE(of) "CASE WHEN " of "open_plays > 0 THEN 'in_progress' ELSE 'completed' END"

#define OF_PERSON(what)                                                                            \
	"(SELECT coalesce(" what ", 0) FROM work w WHERE w.person_id = work_count.person_id"       \
	" AND w.kind = work_count.kind AND w.plays > 0 AND " STATE("w.") " = work_count.state)"

static STATEMENT(counts_people,
	"UPDATE work_count SET works = " OF_PERSON("count(*)") ", plays = " OF_PERSON(
		"sum(w.plays)") " WHERE works <> " OF_PERSON("count(*)") " OR plays <> " OF_PERSON("sum(w.plays)"));

static STATEMENT(counts_people_add,
	"INSERT INTO work_count (person_id, kind, state, works, plays)"
	" SELECT w.person_id, w.kind, " STATE(
		"w.") ", count(*), sum(w.plays) FROM work w"
		      " WHERE w.plays > 0 AND NOT EXISTS (SELECT 1 FROM work_count c"
		      " WHERE c.person_id = w.person_id AND c.kind = w.kind AND c.state = " STATE(
			      "w.") ")"
				    " GROUP BY w.person_id, w.kind, " STATE("w."));

static enum err mend(struct cx *cx, struct store *s, int64_t *mended)
{
	static const struct statement *const steps[] = { &counts_deliveries, &counts_deliveries_add,
		&counts_works, &counts_people, &counts_people_add };

	*mended = 0;
	for (size_t i = 0; i < NELEM(steps); i++) {
		struct query q = store_query(cx, s, steps[i]);

		TRY(query_run(&q));
		*mended += store_changes(s);
	}
	return OK;
}

enum err store_counts_mend(struct cx *cx, struct store *s, int64_t *mended)
{
	TRY(store_begin(cx, s));
	return store_end(cx, s, mend(cx, s, mended));
}
