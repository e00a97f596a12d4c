/* SPDX-License-Identifier: MIT */
#include "shared/crypto/seal.h"

#include <sys/stat.h>

#include "shared/crypto/secret.h"
#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	return secret_open(&cx) == OK ? 0 : -1;
}

static void write_file(const char *path, size_t size, mode_t mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	for (size_t i = 0; i < size; i++)
		assert_int_not_equal(fputc('k', file), EOF);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void a_key_file_is_made_once_and_loaded(void **state)
{
	struct unit *u = *state;
	const char *path = arena_printf(&u->arena, "%s.key", u->path);
	struct key first, second;

	MUST(seal_make_key(&u->cx, path));
	MUST(seal_load_key(&u->cx, path, &first));
	MUST(seal_make_key(&u->cx, path));
	MUST(seal_load_key(&u->cx, path, &second));
	assert_memory_equal(&first, &second, sizeof(first));
}

static void a_refused_key_file_leaves_no_key_behind(void **state)
{
	static const struct row {
		const char *name, *note;
		size_t size;
		mode_t mode;
	} rows[] = {
		{ "readable by the group", "others may read it", KEY_SIZE, 0640 },
		{ "readable by all", "others may read it", KEY_SIZE, 0604 },
		{ "too short", "expected 32 bytes", KEY_SIZE - 1, 0600 },
		{ "too long", "expected 32 bytes", KEY_SIZE + 1, 0600 },
	};
	static const struct key nothing;
	struct unit *u = *state;
	const char *path = arena_printf(&u->arena, "%s.key", u->path);

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct key key = { { 0 } };

		write_file(path, r->size, r->mode);
		is_err(r->name, &u->cx, seal_load_key(&u->cx, path, &key), ERR_CONF);
		assert_non_null(strstr(u->cx.note, r->note));
		assert_memory_equal(&key, &nothing, sizeof(key));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_key_file_is_made_once_and_loaded),
		STORE_TEST(a_refused_key_file_leaves_no_key_behind),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}
