/* SPDX-License-Identifier: MIT */
#include "shared/progress/filter.h"

#include "shared/base/fold.h"
#include "shared/base/lengths.h"
#include "shared/base/utf8.h"
#include "shared/progress/kind.h"

static const struct trait_row {
	const char *name, *several;
} rows[] = {
	[TRAIT_ACCOUNT] = { "account", "accounts" },
	[TRAIT_CLIENT] = { "client", "clients" },
	[TRAIT_KIND] = { "kind", "kinds" },
	[TRAIT_LIBRARY] = { "library", "libraries" },
	[TRAIT_PATH] = { "path", "paths" },
};
_Static_assert(NELEM(rows) == TRAIT__COUNT, "a trait without a row");

static const char only[] = "only", not [] = "not";

struct rule {
	bool is_only;
	enum trait trait;
	const char *value;
};

struct rules {
	size_t count;
	struct rule list[FILTER_RULES_MAX];
};

const char *trait_name(enum trait which)
{
	return rows[which].name;
}

/* ---- reading ---- */

static char *next_word(char **at)
{
	char *word = *at + strspn(*at, " \t");
	size_t length = strcspn(word, " \t");

	*at = word + length;
	if (**at)
		*(*at)++ = '\0';
	return word;
}

static bool find_trait(const char *name, enum trait *out)
{
	for (size_t i = 0; i < NELEM(rows); i++)
		if (strcasecmp(rows[i].name, name) == 0) {
			*out = (enum trait)i;
			return true;
		}
	return false;
}

static enum err check_value(struct cx *cx, const struct rule *rule)
{
	const char *name = rows[rule->trait].name;

	if (!*rule->value)
		return err_note(cx, ERR_INPUT,
			"Enter which %s: a filter looks like \"not %s NAME\".", name, name);
	if (!utf8_is_line(rule->value) || strlen(rule->value) > FILTER_VALUE_MAX)
		return err_note(cx, ERR_INPUT, "No %s has such a name.", name);
	if (rule->trait == TRAIT_KIND && kind_find(rule->value) == KIND_NONE)
		return err_note(cx, ERR_INPUT,
			"There is no such kind: they are movie, show, audiobook, podcast and "
			"book.");
	return OK;
}

/* Changes the line. */
static enum err read_rule(struct cx *cx, char *line, const bool offered[TRAIT__COUNT],
	const char *who, struct rule *out)
{
	const char *verb = next_word(&line), *name = next_word(&line);

	out->is_only = strcasecmp(verb, only) == 0;
	if (!out->is_only && strcasecmp(verb, not ) != 0)
		return err_note(cx, ERR_INPUT,
			"A filter begins with \"only\" or \"not\", like \"not kind movie\".");
	if (!find_trait(name, &out->trait))
		return err_note(cx, ERR_INPUT,
			"A filter is about an account, client, kind, library or path, like \"not "
			"kind movie\".");
	if (!offered[out->trait])
		return err_note(cx, ERR_INPUT, "%s says nothing of %s, so they cannot be filtered.",
			who, rows[out->trait].several);
	out->value = arena_trimmed(cx->arena, line);
	return check_value(cx, out);
}

static enum err read_rules(struct cx *cx, const char *typed, const bool offered[TRAIT__COUNT],
	const char *who, struct rules *out)
{
	char *at = arena_strdup(cx->arena, typed);

	out->count = 0;
	while (*at) {
		size_t length = strcspn(at, "\n\r;");
		bool is_last = !at[length];

		at[length] = '\0';
		if (strspn(at, " \t") < length) {
			if (out->count == FILTER_RULES_MAX)
				return err_note(cx, ERR_INPUT,
					"%d filters are the most that there can be.",
					FILTER_RULES_MAX);
			TRY(read_rule(cx, at, offered, who, &out->list[out->count++]));
		}
		at += length + !is_last;
	}
	return OK;
}

/* What is stored has been read before. */
static enum err open_rules(struct cx *cx, const char *filters, struct rules *out)
{
	static const bool all[TRAIT__COUNT] = { true, true, true, true, true };

	return read_rules(cx, filters, all, "", out);
}

/* ---- comparing ---- */

/* Is the path the folder or file itself, or below it? */
static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	while (length > 1 && (folder[length - 1] == '/' || folder[length - 1] == '\\'))
		length--;
	return strncmp(path, folder, length) == 0 &&
	       (!path[length] || path[length] == '/' || path[length] == '\\' ||
		       folder[length - 1] == '/');
}

static enum err is_named(struct cx *cx, const struct rule *rule, const char *name, bool *out)
{
	*out = false;
	if (!name)
		return OK;
	if (rule->trait != TRAIT_PATH)
		return fold_compare(cx, name, rule->value, out);
	*out = is_below(name, rule->value);
	return OK;
}

/* Is what is refused all that there could be? */
static enum err check_open(struct cx *cx, const struct rules *r, enum trait trait)
{
	size_t wanted = 0, shut = 0, kinds = 0;

	for (size_t i = 0; i < r->count; i++) {
		bool is_shut = false;

		if (r->list[i].trait != trait)
			continue;
		kinds += trait == TRAIT_KIND && !r->list[i].is_only;
		wanted += r->list[i].is_only;
		for (size_t j = 0; j < r->count && r->list[i].is_only && !is_shut; j++)
			if (r->list[j].trait == trait && !r->list[j].is_only)
				TRY(is_named(cx, &r->list[j], r->list[i].value, &is_shut));
		shut += is_shut;
	}
	if ((wanted > 0 && shut == wanted) || kinds >= KIND__COUNT - 1)
		return err_note(cx, ERR_INPUT,
			"That would let nothing through: each %s is refused.", rows[trait].name);
	return OK;
}

enum err filter_read(struct cx *cx, const char *typed, const bool offered[TRAIT__COUNT],
	const char *who, const char **out)
{
	struct rules *r = arena_alloc(cx->arena, sizeof(*r));

	*out = NULL;
	TRY(read_rules(cx, typed, offered, who, r));
	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		TRY(check_open(cx, r, t));
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *rule = &r->list[i];

		*out = arena_printf(cx->arena, "%s%s%s %s %s", *out ? *out : "", *out ? "\n" : "",
			rule->is_only ? only : not, rows[rule->trait].name, rule->value);
	}
	return OK;
}

bool filter_asks(const char *filters, enum trait which)
{
	const char *name = rows[which].name;
	size_t length = strlen(name);

	for (const char *line = filters; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		line += strcspn(line, " ") + 1;
		if (strncmp(line, name, length) == 0 && line[length] == ' ')
			return true;
	}
	return false;
}

/* ---- a report ---- */

static const char *first_name(const struct traits *traits, enum trait which)
{
	const char *const *names = traits->names[which];

	return names[0] ? names[0] : names[1];
}

static enum err check_trait(struct cx *cx, const struct rules *r, const struct traits *traits,
	enum trait which, const char **why)
{
	const char *name = rows[which].name, *first = first_name(traits, which);
	bool is_wanted = true, is_found = false;

	for (size_t i = 0; i < r->count; i++) {
		bool is_it = false;

		if (r->list[i].trait != which)
			continue;
		for (size_t n = 0; n < TRAIT_NAMES && !is_it; n++)
			TRY(is_named(cx, &r->list[i], traits->names[which][n], &is_it));
		if (is_it && !r->list[i].is_only) {
			*why = arena_printf(cx->arena, "Not tracked: the %s %s is excluded.", name,
				r->list[i].value);
			return OK;
		}
		is_wanted = is_wanted && !r->list[i].is_only;
		is_found = is_found || is_it;
	}
	if (is_wanted || is_found)
		return OK;
	*why = first ? arena_printf(cx->arena,
			       "Not tracked: the %s %s is none of those that are included.", name,
			       first)
		     : arena_printf(cx->arena,
			       "Not tracked: only some %s are included, and this names none.",
			       rows[which].several);
	return OK;
}

enum err filter_check(
	struct cx *cx, const char *filters, const struct traits *traits, const char **why)
{
	struct rules *r = arena_alloc(cx->arena, sizeof(*r));

	*why = NULL;
	TRY(open_rules(cx, filters, r));
	for (enum trait t = 0; t < TRAIT__COUNT && !*why; t++)
		TRY(check_trait(cx, r, traits, t, why));
	return OK;
}
