/* SPDX-License-Identifier: MIT */
/* metrics.c -- counters of this process, and their text for Prometheus. */
#include "cgi/engine/metrics.h"

#include <sys/stat.h>

#include "shared/base/log.h"
#include "shared/base/version.h"
#include "shared/providers/provider.h"
#include "shared/store/server.h"

/* Upper bounds of the buckets; the last bucket has none. */
static const int64_t latency_us[] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000,
	1000000, 5000000 };
static const int64_t round_sizes[] = { 1, 2, 4, 8, 16, 32, 64, 128 };

enum { PROVIDERS_MAX = 32, STATUS_CLASSES = 6 };

struct histogram {
	int64_t classes[NELEM(latency_us) + 1];
	int64_t count, sum;
};

/* Global because a process has one thread and one loop. */
static struct {
	int64_t reports[PROVIDERS_MAX][OUTCOME__COUNT];
	int64_t answers[STATUS_CLASSES];
	struct histogram latency, rounds;
	int connections;
} metrics;

static void observe(struct histogram *h, const int64_t *bounds, size_t count, int64_t value)
{
	size_t at = 0;

	while (at < count && value > bounds[at])
		at++;
	h->classes[at]++;
	h->count++;
	h->sum += value;
}

void metrics_reports(const char *provider, const unsigned int reports[static OUTCOME__COUNT])
{
	size_t i = 0;

	while (i < provider_count && strcmp(providers[i]->name, provider) != 0)
		i++;
	if (i >= provider_count || i >= PROVIDERS_MAX)
		return;
	for (int o = 0; o < OUTCOME__COUNT; o++)
		metrics.reports[i][o] += reports[o];
}

void metrics_answer(int status, int64_t us)
{
	if (status >= 100 && status < STATUS_CLASSES * 100)
		metrics.answers[status / 100]++;
	observe(&metrics.latency, latency_us, NELEM(latency_us), us);
}

void metrics_round(size_t requests, int connections)
{
	observe(&metrics.rounds, round_sizes, NELEM(round_sizes), (int64_t)requests);
	metrics.connections = connections;
}

/* ---- as text: prometheus.io/docs/instrumenting/exposition_formats ---- */

static void put_head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_addf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_reports(struct buf *b)
{
	put_head(b, "ryot_reports_total", "counter",
		"Reports that are on disk, by sender and outcome.");
	for (size_t i = 0; i < provider_count && i < PROVIDERS_MAX; i++)
		for (enum outcome o = 0; providers[i]->sink && o < OUTCOME__COUNT; o++)
			buf_addf(b,
				"ryot_reports_total{provider=\"%s\",outcome="
				"\"%s\"} %" PRId64 "\n",
				providers[i]->name, outcome_name(o), metrics.reports[i][o]);
}

static void put_answers(struct buf *b)
{
	put_head(b, "ryot_answers_total", "counter", "Answers, by class of status.");
	for (int i = 2; i < STATUS_CLASSES; i++)
		buf_addf(b, "ryot_answers_total{status=\"%dxx\"} %" PRId64 "\n", i,
			metrics.answers[i]);
}

static void put_latency(struct buf *b)
{
	const struct histogram *h = &metrics.latency;
	int64_t sum = 0;

	put_head(b, "ryot_answer_seconds", "histogram",
		"From reading a request to its final answer.");
	for (size_t i = 0; i < NELEM(latency_us); i++)
		buf_addf(b, "ryot_answer_seconds_bucket{le=\"%g\"} %" PRId64 "\n",
			(double)latency_us[i] / 1e6, sum += h->classes[i]);
	buf_addf(b,
		"ryot_answer_seconds_bucket{le=\"+Inf\"} %" PRId64
		"\nryot_answer_seconds_sum %.6f\nryot_answer_seconds_count "
		"%" PRId64 "\n",
		h->count, (double)h->sum / 1e6, h->count);
}

static void put_rounds(struct buf *b)
{
	const struct histogram *h = &metrics.rounds;
	int64_t sum = 0;

	put_head(b, "ryot_round_requests", "histogram",
		"Requests that shared a round, and so a commit.");
	for (size_t i = 0; i < NELEM(round_sizes); i++)
		buf_addf(b, "ryot_round_requests_bucket{le=\"%" PRId64 "\"} %" PRId64 "\n",
			round_sizes[i], sum += h->classes[i]);
	buf_addf(b,
		"ryot_round_requests_bucket{le=\"+Inf\"} %" PRId64
		"\nryot_round_requests_sum %" PRId64 "\nryot_round_requests_count %" PRId64 "\n",
		h->count, h->sum, h->count);
	put_head(b, "ryot_connections", "gauge", "Open connections of nginx.");
	buf_addf(b, "ryot_connections %d\n", metrics.connections);
}

static void put_size(struct cx *cx, struct buf *b, const char *database)
{
	static const char *const suffixes[] = { "", "-wal" };

	put_head(b, "ryot_database_bytes", "gauge", "Size of the files.");
	for (size_t i = 0; i < NELEM(suffixes); i++) {
		const char *path = arena_printf(cx->arena, "%s%s", database, suffixes[i]);
		struct stat file;

		buf_addf(b, "ryot_database_bytes{file=\"db%s\"} %lld\n", suffixes[i],
			stat(path, &file) == 0 ? (long long)file.st_size : 0);
	}
}

static enum err put_yanks(struct cx *cx, struct store *s, struct buf *b)
{
	struct server_census census;
	enum err err = store_server_census(cx, s, &census);

	put_head(b, "ryot_yank_servers", "gauge", "Servers that are asked, by state.");
	buf_addf(b,
		"ryot_yank_servers{state=\"ok\"} %" PRId64 "\n"
		"ryot_yank_servers{state=\"failing\"} %" PRId64 "\n"
		"ryot_yank_servers{state=\"refused\"} %" PRId64 "\n",
		census.enabled - census.failing - census.refused, census.failing, census.refused);
	put_head(b, "ryot_yank_failures_max", "gauge",
		"Runs in a row that failed, of the server with most of them.");
	buf_addf(b, "ryot_yank_failures_max %" PRId64 "\n", census.most_failures);
	put_head(b, "ryot_yank_oldest_ok_timestamp_seconds", "gauge",
		"The last good run of the server where it is longest ago; 0: none yet.");
	buf_addf(b, "ryot_yank_oldest_ok_timestamp_seconds %" PRId64 "\n",
		census.oldest_ok_ms / 1000);
	return err;
}

/* Does the request come from this machine? By the address that nginx passes. */
static bool is_local(const char *remote)
{
	static const char mapped[] = "::ffff:"; /* IPv4 at an IPv6 socket */

	if (strncmp(remote, mapped, strlen(mapped)) == 0)
		remote += strlen(mapped);
	return strncmp(remote, "127.", 4) == 0 || strcmp(remote, "::1") == 0 ||
	       strcmp(remote, "unix:") == 0;
}

enum err metrics_get(struct call *c)
{
	struct buf *b = c->out;

	if (!is_local(c->req->remote))
		return call_not_found(c);
	c->res->kind = RES_TEXT;
	put_head(b, "ryot_build_info", "gauge", "Of this program.");
	buf_addf(b, "ryot_build_info{version=\"%s\"} 1\n", VERSION);
	put_reports(b);
	put_answers(b);
	put_latency(b);
	put_rounds(b);
	put_size(c->cx, b, c->app->conf->database);
	return put_yanks(c->cx, c->store, b);
}

/* It runs inside a write transaction, so the database is writable. */
enum err metrics_ready_get(struct call *c)
{
	buf_puts(c->out, "{\"status\":\"ready\"}");
	return store_ping(c->cx, c->store);
}
