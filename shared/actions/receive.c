/* SPDX-License-Identifier: MIT */
/* receive.c -- reads, decides and writes rounds of messages. */
#include "shared/actions/receive.h"

#include "shared/actions/decide.h"
#include "shared/store/correct.h"
#include "shared/store/delivery_write.h"

/* Does it change rows in a way that others of the round would not see? */
static bool is_alone(const struct incoming *in)
{
	return in->replay_of || in->message->report.corrects;
}

/* How many of them are one round. */
static size_t round_length(const struct incoming list[], size_t count)
{
	size_t length = 1;

	if (count > ROUND_REPORTS)
		count = ROUND_REPORTS;
	while (length < count && !is_alone(&list[0]) && !is_alone(&list[length]))
		length++;
	return length;
}

static enum err correct(struct cx *cx, struct store *s, const struct incoming *in)
{
	if (!in->message->report.corrects || !in->integration->enabled)
		return OK;
	return store_work_correct(cx, s, in->integration->user_id, &in->message->report);
}

static enum err read_one(struct cx *cx, struct store *s, struct known *known, struct weighed *w)
{
	return store_round_read(cx, s, known, &w->asked, 1);
}

/* What a replay led to is written over what is there. */
static enum err rewrite(struct cx *cx, struct store *s, const struct weighed *w)
{
	const struct journal_row *row = w->row;
	const struct delivery replayed = {
		.id = row->id,
		.event = row->event,
		.sender_user = row->sender_user,
		.reason = row->reason,
		.detail = row->detail,
		.title = row->title,
		.season = row->season,
		.episode = row->episode,
		.part_title = row->part_title,
	};

	return w->in->replay_of ? store_delivery_replayed(cx, s, &replayed) : OK;
}

/* A round; *count is as many as could be decided together. */
static enum err take_round(struct cx *cx, struct store *s, const struct incoming list[],
	struct verdict out[], size_t *count)
{
	size_t length = round_length(list, *count);
	struct weighed *w = arena_raw(cx->arena, length * sizeof(*w));
	struct known known;

	known_init(&known, cx->arena, cx->now_ms);
	TRY(correct(cx, s, &list[0]));
	for (size_t i = 0; i < length; i++) {
		TRY(decide_ask(cx, &list[i], &out[i], &w[i]));
		TRY(read_one(cx, s, &known, &w[i]));
	}
	*count = 0;
	while (*count < length && decide_report(cx, &known, &w[*count]))
		++*count;
	ASSERT(*count > 0);
	TRY(rewrite(cx, s, &w[0]));
	TRY(store_round_write(cx, s, &known));
	for (size_t i = 0; i < *count; i++)
		decide_end(&w[i]);
	return OK;
}

enum err receive_messages(struct cx *cx, struct store *s, const struct incoming list[],
	size_t count, struct verdict out[])
{
	for (size_t done = 0; done < count;) {
		size_t taken = count - done;

		TRY(take_round(cx, s, list + done, out + done, &taken));
		done += taken;
	}
	return OK;
}

enum err receive_message(
	struct cx *cx, struct store *s, const struct incoming *in, struct verdict *out)
{
	return receive_messages(cx, s, in, 1, out);
}
