/* SPDX-License-Identifier: MIT */
/* dump.h -- all that reports lead to, as a text for each row. */
#ifndef TESTS_UNIT_DUMP_H
#define TESTS_UNIT_DUMP_H

#include "shared/db/query.h"

#include "tests/unit/unit.h"

static STATEMENT(dump,
	"SELECT 'work ' || id || ' ' || person_id || ' ' || kind || ' ' || "
	"coalesce(title, '-') || ' ' || coalesce(author, '-') || ' ' || coalesce(year, "
	"'-') FROM work UNION ALL SELECT 'work_id ' || person_id || ' ' || kind || ' ' "
	"|| source || ' ' || value || ' ' || work_id FROM work_id UNION ALL SELECT "
	"'work_conflict ' || work_id || ' ' || source || ' ' || value FROM "
	"work_conflict UNION ALL SELECT 'work_word ' || person_id || ' ' || word || ' ' "
	"|| work_id FROM work_word UNION ALL SELECT 'item ' || id || ' ' || work_id || "
	"' ' || part || ' ' || coalesce(season, '-') || ' ' || coalesce(episode, '-') "
	"|| ' ' || coalesce(title, '-') FROM item UNION ALL SELECT 'play ' || id || ' ' "
	"|| user_id || ' ' || item_id || ' ' || coalesce(integration_id, '-') || ' ' || "
	"state || ' ' || share || ' ' || furthest || ' ' || coalesce(position_ms, '-') "
	"|| ' ' || coalesce(duration_ms, '-') || ' ' || coalesce(session, '-') || ' ' "
	"|| started_ms || ' ' || updated_ms || ' ' || coalesce(completed_ms, '-') FROM "
	"play UNION ALL SELECT 'sitting ' || user_id || ' ' || item_id || ' ' || device "
	"|| ' ' || coalesce(session, '-') || ' ' || coalesce(play_event_ms, '-') || ' ' "
	"|| heard_ms || ' ' || done || ' ' || told_ms || ' ' || place_ms || ' ' || "
	"length_ms || ' ' || longest_ms || ' ' || own_ms || ' ' || own_place_ms || ' ' "
	"|| before_ms || ' ' || flags FROM sitting UNION ALL SELECT 'stack ' || user_id "
	"|| ' ' || name || ' ' || file || ' ' || work_id || ' ' || files || ' ' || "
	"length FROM stack UNION ALL SELECT 'delivery ' || id || ' ' || integration_id "
	"|| ' ' || first_ms || ' ' || last_ms || ' ' || count || ' ' || coalesce(event, "
	"'-') || ' ' || coalesce(sender_user, '-') || ' ' || outcome || ' ' || reason "
	"|| ' ' || detail || ' ' || coalesce(run, '-') || ' ' || octets || ' ' || "
	"coalesce(hex(patch), '-') || ' ' || coalesce(hex(accepted), '-') || ' ' || "
	"coalesce(accepted_ms, '-') FROM delivery UNION ALL SELECT 'delivery_body ' || "
	"delivery_id || ' ' || hex(body) FROM delivery_body UNION ALL SELECT "
	"'delivery_about ' || delivery_id || ' ' || coalesce(title, '-') || ' ' || "
	"coalesce(season, '-') || ' ' || coalesce(episode, '-') || ' ' || "
	"coalesce(part_title, '-') FROM delivery_about UNION ALL SELECT 'event ' || "
	"integration_id || ' ' || event_id || ' ' || delivery_id || ' ' || number FROM "
	"event UNION ALL SELECT 'delivery_play ' || delivery_id || ' ' || play_id FROM "
	"delivery_play UNION ALL SELECT 'integration ' || id || ' ' || "
	"coalesce(sender_version, '-') FROM integration ORDER BY 1");

struct rows {
	const char **list;
	size_t count, room;
};

static inline struct rows rows_of(struct unit *u)
{
	struct query q = store_query(&u->cx, u->store, &dump);
	struct rows rows = { .count = 0 };

	while (query_next(&q)) {
		rows.list = arena_more(
			&u->arena, rows.list, rows.count, &rows.room, sizeof(*rows.list));
		rows.list[rows.count++] = col_text(&q, 0);
	}
	MUST(query_end(&q));
	return rows;
}

static inline void are_same_rows(const char *where, const struct rows *got, const struct rows *want)
{
	for (size_t i = 0; i < got->count && i < want->count; i++)
		is_text(where, "row", got->list[i], want->list[i]);
	is_i64(where, "rows", (int64_t)got->count, (int64_t)want->count);
}

#endif
