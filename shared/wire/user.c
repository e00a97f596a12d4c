/* SPDX-License-Identifier: MIT */
#include "shared/wire/user.h"

#include "shared/json/write.h"

static void put_quota(struct buf *out, const char *name, int64_t count, int64_t max)
{
	jput_open(out, name, '{');
	jput_i64(out, "count", count);
	jput_i64(out, "max", max);
	jput_close(out, '}');
}

void user_quotas_put(struct buf *out, const struct holding *has, const struct conf *conf)
{
	jput_open(out, "quotas", '{');
	put_quota(out, "integrations", has->integrations, conf->quota_integrations);
	put_quota(out, "tokens", has->tokens, conf->quota_tokens);
	put_quota(out, "sessions", has->sessions, conf->quota_sessions);
	jput_close(out, '}');
}

void user_put(struct buf *out, const struct user *user)
{
	jput_i64(out, "id", user->id);
	jput_str(out, "name", user->name);
	jput_bool(out, "is_admin", user->is_admin);
}
