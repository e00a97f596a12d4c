/* SPDX-License-Identifier: MIT */
#include "shared/wire/sender_account.h"

static const char *state_of(const struct sender_account *account)
{
	if (account->to_id)
		return "given";
	return account->is_ignored ? "ignored" : "stranger";
}

void sender_account_put(struct buf *out, const struct sender_account_row *row)
{
	const struct sender_account *account = &row->account;

	jput_i64(out, "id", account->id);
	jput_i64(out, "integration", account->integration_id);
	jput_str_or_null(out, "name", account->name);
	jput_str_or_null(out, "sender_id", account->sender_id);
	jput_str(out, "state", state_of(account));
	jput_str_or_null(out, "person", row->user_name);
	jput_i64(out, "waiting_reports", row->reports);
	jput_i64(out, "waiting_deliveries", row->deliveries);
	jput_time(out, "last_at", row->last_ms);
	jput_str_or_null(out, "title", row->title);
	jput_time(out, "created_at", account->created_ms);
}

void sender_account_tally_put(struct buf *out, const struct thing_tally *tally)
{
	jput_i64(out, "deliveries", tally->deliveries);
	jput_open(out, "outcomes", '{');
	for (size_t i = 0; i < OUTCOME__COUNT; i++)
		jput_i64(out, outcome_name((enum outcome)i), tally->by_outcome[i]);
	jput_close(out, '}');
}
