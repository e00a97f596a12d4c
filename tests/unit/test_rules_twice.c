/* SPDX-License-Identifier: MIT */
/*
 * Posts come twice: an evening in which each of them does leads to what the
 * same evening leads to without that.
 */
#include "tests/unit/devices.h"

enum { EVENINGS = 30000, STEPS_MAX = 8 };

struct step {
	int64_t after_ms;
	int device;
	struct report report;
};

/* Mostly within seconds, else up to more than an hour later. */
static int64_t some_time(struct lcg *g)
{
	return lcg_below(g, 3) == 0 ? lcg_below(g, 3) * SECOND : lcg_below(g, 4000) * SECOND;
}

/* Of the film; often one of those at which something changes. */
static int64_t some_place(struct lcg *g)
{
	static const int64_t shares[] = { 0, 10000, 300000, 500000, 860000, 910000, 960000,
		SHARE_WHOLE };

	return TICKS(
		lcg_below(g, 2) ? shares[lcg_below(g, NELEM(shares))] : lcg_below(g, SHARE_WHOLE));
}

static void set_tick(struct lcg *g, struct report *r)
{
	r->position = some_place(g);
	r->basis = BASIS_SESSION_POSITION;
	if (lcg_below(g, 2))
		r->own_position = FILM / 20 + lcg_below(g, FILM / 100 * 85);
	r->paused = lcg_below(g, 4) == 0;
}

static void set_stop(struct lcg *g, struct report *r)
{
	r->ends_sitting = true;
	r->position = UNSAID;
	if (lcg_below(g, 2)) {
		r->position = some_place(g);
		r->basis = BASIS_USERDATA_POSITION;
	} else if (lcg_below(g, 2)) {
		r->finished = true;
		r->basis = BASIS_USERDATA_PLAYED;
	}
}

static struct step some_step(struct lcg *g)
{
	struct step step = { .after_ms = some_time(g), .device = 1 + (int)lcg_below(g, 2) };
	struct report *r = &step.report;

	*r = (struct report){ OF_FILM, .position = UNSAID };
	switch (lcg_below(g, 8)) {
	case 0:
		*r = (struct report){ MARKED };
		step.device = 0;
		break;
	case 1:
	case 2:
		set_stop(g, r);
		break;
	case 3:
		set_tick(g, r);
		r->starts_sitting = true;
		r->was_played = lcg_below(g, 2);
		break;
	default:
		set_tick(g, r);
	}
	return step;
}

static void print_step(
	int i, const struct step *step, const struct decision *once, const struct decision *twice)
{
	const struct report *r = &step->report;

	print_message("%d: %" PRId64 " s later, device %d: %s%s%s position %" PRId64 " own %" PRId64
		      ": %s, the second time %s\n",
		i, step->after_ms / SECOND, step->device, r->starts_sitting ? "Play" : "",
		r->ends_sitting ? "Stop" : "", r->finished ? " finished" : "",
		r->position < 0 ? r->position : r->position / (FILM / SHARE_WHOLE),
		r->own_position < 0 ? r->own_position : r->own_position / (FILM / SHARE_WHOLE),
		reason_name(once->reason), reason_name(twice->reason));
}

static bool is_alike(const struct item *a, const struct item *b)
{
	const struct progress *x = &a->sittings[0], *y = &b->sittings[0];

	return a->plays == b->plays && x->is_open == y->is_open && x->share == y->share &&
	       x->furthest == y->furthest && x->position_ms == y->position_ms;
}

/* False where the two differ, which is then printed. */
static bool is_same_evening(uint64_t seed)
{
	struct lcg g = { seed };
	struct item once = new_item(), twice = new_item();
	struct step steps[STEPS_MAX];
	struct decision first[STEPS_MAX], second[STEPS_MAX];

	for (int i = 0; i < STEPS_MAX; i++) {
		steps[i] = some_step(&g);
		first[i] = tell(&once, steps[i].after_ms, steps[i].device, steps[i].report);
		tell(&twice, steps[i].after_ms, steps[i].device, steps[i].report);
		second[i] = tell(&twice, 0, steps[i].device, steps[i].report);
		if (is_alike(&once, &twice))
			continue;
		print_message("evening %" PRIu64 "\n", seed);
		for (int n = 0; n <= i; n++)
			print_step(n, &steps[n], &first[n], &second[n]);
		return false;
	}
	return true;
}

static void a_report_that_comes_twice_counts_once(void **state)
{
	int differing = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= EVENINGS && differing < 3; seed++)
		differing += !is_same_evening(seed);
	assert_int_equal(differing, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_that_comes_twice_counts_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
