/* SPDX-License-Identifier: MIT */
/*
 * contract.h -- bodies of tests/fixtures and their expected outcomes, read from
 * the root of the checkout. The tests may use json-c directly, so that a fault
 * in our reader cannot hide itself.
 */
#ifndef TESTS_CONTRACT_CONTRACT_H
#define TESTS_CONTRACT_CONTRACT_H

#include "tests/roads.h"
#include "tests/unit/people.h"

#include <json-c/json.h>
#include <math.h>

#define FIXTURES "tests/fixtures/"

/* The exact bytes of a file, followed by a NUL. */
static inline struct bytes read_body(struct unit *u, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *at = arena_alloc(&u->arena, BODY_MAX + 1);
	struct bytes body = { at, 0 };

	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	body.length = fread(at, 1, BODY_MAX, file);
	assert_int_equal(ferror(file), 0);
	fclose(file);
	return body;
}

/*
 * Through the sink, in both parsing modes, and through the rules into the
 * store.
 */
static inline struct verdict deliver(
	struct unit *u, const struct integration *to, struct bytes body, struct message *m)
{
	const struct sink *sink = provider_sink(to->provider);
	const char *whole;
	const char *asked = roads(&u->cx, sink, body.at, body.length, &whole);

	is_text(to->provider, "message of the asked keys", asked, whole);
	*m = first_message(&u->cx, sink, body.at, body.length);
	return receive(u, to, m, body);
}

/* NULL when it is absent or null. */
static inline struct json_object *get(struct json_object *in, const char *key)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(in, key, &value);
	return value;
}

static inline const char *get_text(struct json_object *in, const char *key)
{
	struct json_object *value = get(in, key);

	return value ? json_object_get_string(value) : NULL;
}

static inline bool has(struct json_object *in, const char *key)
{
	return json_object_object_get_ex(in, key, NULL);
}

/* A percentage with four decimals, as a share. */
static inline int64_t share_of(struct json_object *percent)
{
	return llround(json_object_get_double(percent) * 10000);
}

static inline struct json_object *read_expectations(const char *path)
{
	struct json_object *root = json_object_from_file(path);

	if (!root)
		print_error("%s: %s\n", path, json_util_get_last_err());
	return root;
}

#endif
