/* SPDX-License-Identifier: MIT */
#include "cgi/access/hashing.h"

/* Tasks are compared as a whole: another password is another task. */
static bool is_same(const struct hash_task *a, const struct hash_task *b)
{
	return a->is_check == b->is_check && strcmp(a->password, b->password) == 0 &&
	       (!a->is_check || strcmp(a->hash, b->hash) == 0);
}

static const struct hash_task *find(const struct hashed *known, const struct hash_task *task)
{
	for (size_t i = 0; known && i < known->count; i++)
		if (known->list[i].is_done && is_same(&known->list[i], task))
			return &known->list[i];
	return NULL;
}

/* *found is the finished task. */
static enum err ask(
	const struct call *c, const struct hash_task *task, const struct hash_task **found)
{
	const struct hashed *known = c->hashed;

	*found = find(known, task);
	if (*found)
		return OK;
	if (known && (known->has_failed || known->count == HASH_TASKS))
		return err_note(c->cx, ERR_BUSY, "no process has hashed the password");
	c->res->task = task;
	return err_note(c->cx, ERR_BUSY, "the password is being hashed");
}

static struct hash_task *new_task(const struct call *c, const char *password)
{
	struct hash_task *task = arena_alloc(c->cx->arena, sizeof(*task));

	snprintf(task->password, sizeof(task->password), "%s", password);
	return task;
}

enum err hashing_check(
	const struct call *c, const char *hash_or_null, const char *password, bool *is_right)
{
	struct hash_task *task = new_task(c, strlen(password) > PASSWORD_MAX ? "" : password);
	const struct hash_task *found;

	*is_right = false;
	task->is_check = true;
	snprintf(task->hash, sizeof(task->hash), "%s", hash_or_null ? hash_or_null : "");
	TRY(ask(c, task, &found));
	*is_right = found->is_right;
	return OK;
}

enum err hashing_make(
	const struct call *c, const char *password, char hash[static PASSWORD_HASH_TEXT])
{
	const struct hash_task *found;

	TRY(password_check(c->cx, password));
	TRY(ask(c, new_task(c, password), &found));
	snprintf(hash, PASSWORD_HASH_TEXT, "%s", found->hash);
	return OK;
}
