/* SPDX-License-Identifier: MIT */
/*
 * client.c -- requests through libcurl's multi interface.
 *
 * Redirects are followed here and not by libcurl: only to the same scheme, host
 * and port, with the same method and body. So the key cannot reach another
 * host, whatever libcurl does with headers.
 */
#include "shared/fetch/client.h"

#include <curl/curl.h>

#include "shared/base/version.h"
#include "shared/fetch/certificate.h"
#include "shared/fetch/failure.h"
#include "shared/fetch/url.h"

struct transfer {
	CURL *easy;
	struct curl_slist *headers;
	void *owner;
	char *body; /* grows to `most` */
	size_t length, room, most;
	char *etag;
	char *post;
	bool (*may_be_large)(const void *owner);
	int redirects;
	bool is_too_large, is_put_off;
	char error[CURL_ERROR_SIZE];
	char note[CURL_ERROR_SIZE + 200];
};

struct fetch {
	CURLM *multi;
	int under_way;
};

static void transfer_free(struct transfer *t)
{
	if (!t)
		return;
	curl_slist_free_all(t->headers);
	curl_easy_cleanup(t->easy);
	free(t->body);
	free(t->etag);
	free(t->post);
	free(t);
}

enum err fetch_create(struct cx *cx, struct fetch **out)
{
	struct fetch *f = calloc(1, sizeof(*f));

	*out = NULL;
	if (f && curl_global_init(CURL_GLOBAL_DEFAULT) == 0)
		f->multi = curl_multi_init();
	if (!f || !f->multi) {
		free(f);
		return err_note(cx, ERR_INTERNAL, "libcurl does not start");
	}
	curl_multi_setopt(f->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)FETCH_PER_HOST);
	curl_multi_setopt(f->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)FETCH_ALL);
	*out = f;
	return OK;
}

void fetch_destroy(struct fetch *f)
{
	if (!f)
		return;
	curl_multi_cleanup(f->multi);
	curl_global_cleanup();
	free(f);
}

/* libcurl prescribes the type. */
/* cppcheck-suppress constParameterCallback */
static size_t take_body(char *data, size_t one, size_t size, void *arg)
{
	struct transfer *t = arg;

	(void)one; /* always 1 */
	if (size > t->most - t->length) {
		t->is_too_large = true;
		return 0;
	}
	if (t->length <= FETCH_SMALL_BYTES && t->length + size > FETCH_SMALL_BYTES &&
		t->may_be_large && !t->may_be_large(t->owner)) {
		t->is_put_off = true;
		return 0;
	}
	if (t->length + size + 1 > t->room) {
		size_t room = t->room ? t->room : 4096;
		char *body;

		while (room < t->length + size + 1)
			room *= 2;
		body = realloc(t->body, room);
		if (!body)
			return 0;
		t->body = body;
		t->room = room;
	}
	memcpy(t->body + t->length, data, size);
	t->length += size;
	t->body[t->length] = '\0';
	return size;
}

/* It is stored and sent back, so a long or odd one is as good as none. */
static bool is_tag(const char *at, size_t length)
{
	if (length > FETCH_ETAG_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)at[i] < ' ' || at[i] == 0x7f)
			return false;
	return true;
}

/* Keeps the header of the last answer: that of a redirect is replaced. */
static size_t take_header(char *data, size_t one, size_t size, void *arg)
{
	static const char name[] = "ETag:";
	struct transfer *t = arg;
	size_t at = sizeof(name) - 1, end = size;

	(void)one;
	if (size <= at || strncasecmp(data, name, at) != 0)
		return size;
	while (at < end && data[at] == ' ')
		at++;
	while (end > at && strchr("\r\n ", data[end - 1]))
		end--;
	free(t->etag);
	t->etag = is_tag(data + at, end - at) ? strndup(data + at, end - at) : NULL;
	return size;
}

/* name: up to the value, "ETag: ". */
static bool add_header(struct transfer *t, const char *name, const char *value)
{
	size_t size = strlen(name) + strlen(value) + 1;
	char *line = malloc(size);
	struct curl_slist *list = NULL;

	if (line) {
		snprintf(line, size, "%s%s", name, value);
		list = curl_slist_append(t->headers, line);
		free(line);
	}
	if (list)
		t->headers = list;
	return list != NULL;
}

static bool add_headers(struct transfer *t, const struct fetch_order *order)
{
	if (order->key && !add_header(t, order->key_header, order->key))
		return false;
	for (const char *const *line = order->ask.headers; line && *line; line++)
		if (!add_header(t, *line, ""))
			return false;
	if (order->ask.etag && !add_header(t, "If-None-Match: ", order->ask.etag))
		return false;
	if (order->ask.body && !add_header(t, "Content-Type: ", "application/json"))
		return false;
	return add_header(t, "Accept: ", "application/json");
}

static void set_up(struct transfer *t, const struct fetch_order *order)
{
	CURL *e = t->easy;
	bool is_short = order->seconds > 0 && order->seconds < FETCH_SECONDS;

	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_SECONDS);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, is_short ? (long)order->seconds : (long)FETCH_SECONDS);
	/* The servers speak 1.1 and hang up on a request to upgrade. */
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(e, CURLOPT_USERAGENT, "ryot-yank/" VERSION);
	if (order->ca_file)
		curl_easy_setopt(e, CURLOPT_CAINFO, order->ca_file);
	if (t->post) {
		curl_easy_setopt(e, CURLOPT_POSTFIELDS, t->post);
		curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE, (long)strlen(t->post));
	}
}

static struct transfer *transfer_new(struct cx *cx, const struct fetch_order *order)
{
	const char *url = arena_printf(cx->arena, "%s%s", order->url, order->ask.path);
	struct transfer *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->owner = order->owner;
	t->most = order->ask.most ? order->ask.most : FETCH_BODY_MAX;
	t->may_be_large = order->may_be_large;
	t->easy = curl_easy_init();
	t->post = order->ask.body ? strdup(order->ask.body) : NULL;
	if (!t->easy || (order->ask.body && !t->post) || !add_headers(t, order) ||
		curl_easy_setopt(t->easy, CURLOPT_URL, url) != CURLE_OK) {
		transfer_free(t);
		return NULL;
	}
	set_up(t, order);
	return t;
}

enum err fetch_start(struct cx *cx, struct fetch *f, const struct fetch_order *order)
{
	struct transfer *t = transfer_new(cx, order);

	if (!t || curl_multi_add_handle(f->multi, t->easy) != CURLM_OK) {
		transfer_free(t);
		return err_note(cx, ERR_INTERNAL, "no memory for a request");
	}
	f->under_way++;
	return OK;
}

/* True if the transfer was started again, to the new address. */
static bool follow(struct fetch *f, struct transfer *t)
{
	char *from = NULL, *to = NULL, *copy;

	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &to);
	curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &from);
	if (!to || !from)
		return false;
	if (t->redirects == FETCH_REDIRECTS) {
		snprintf(t->note, sizeof(t->note), "the server redirects in circles");
		return false;
	}
	if (!fetch_may_redirect(from, to)) {
		snprintf(t->note, sizeof(t->note),
			"the server sends us to another address (%.200s); if "
			"that is right, enter it instead. The key was not "
			"sent there",
			to);
		return false;
	}
	copy = strdup(to);
	t->redirects++;
	t->length = 0;
	free(t->etag); /* it belongs to the redirect */
	t->etag = NULL;
	if (!copy || curl_easy_setopt(t->easy, CURLOPT_URL, copy) != CURLE_OK ||
		curl_multi_add_handle(f->multi, t->easy) != CURLM_OK) {
		free(copy);
		return false;
	}
	free(copy);
	f->under_way++;
	return true;
}

static void describe(struct transfer *t, CURLcode code, struct fetched *out)
{
	out->err = code == CURLE_SSL_CACERT_BADFILE ? ERR_CONF : ERR_UPSTREAM;
	out->is_too_large = t->is_too_large;
	out->is_lost = t->is_too_large || fetch_is_cut_off(code);
	if (t->is_too_large)
		snprintf(t->note, sizeof(t->note), "the answer is larger than %zu MiB",
			t->most >> 20);
	else
		snprintf(t->note, sizeof(t->note), "%s (%s)", fetch_words(code),
			*t->error ? t->error : curl_easy_strerror(code));
}

static void fill(struct transfer *t, CURLcode code, struct fetched *out)
{
	long status = 0;
	char *type = NULL;

	*out = (struct fetched){ .owner = t->owner,
		.hidden = t,
		.note = t->note,
		.requests = 1 + t->redirects,
		.is_put_off = t->is_put_off };
	if (*t->note) { /* a redirect that is not followed */
		out->err = ERR_CONF;
		return;
	}
	if (code != CURLE_OK) {
		describe(t, code, out);
		return;
	}
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	out->certificate_ends_ms = fetch_certificate_ends_ms(t->easy);
	out->answer = (struct answer){
		.status = (int)status,
		.type = type ? type : "",
		.etag = t->etag,
		.body = t->body ? t->body : "",
		.length = t->length,
	};
}

/* The next finished transfer, or NULL. */
static struct transfer *take_done(struct fetch *f, CURLcode *code)
{
	int left;
	const CURLMsg *message = curl_multi_info_read(f->multi, &left);
	struct transfer *t = NULL;

	if (!message || message->msg != CURLMSG_DONE)
		return NULL;
	*code = message->data.result;
	curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
	curl_multi_remove_handle(f->multi, message->easy_handle);
	f->under_way--;
	return t;
}

/* The next result that is there already. */
static bool take_result(struct fetch *f, struct fetched *out)
{
	CURLcode code = CURLE_OK;
	struct transfer *t;

	while ((t = take_done(f, &code))) {
		if (code == CURLE_OK && follow(f, t))
			continue;
		fill(t, code, out);
		return true;
	}
	return false;
}

bool fetch_wait(struct fetch *f, struct fetched *out)
{
	while (f->under_way > 0)
		if (fetch_wait_for(f, -1, 1000, out) == FETCH_RESULT)
			return true;
	return false;
}

enum fetch_event fetch_wait_for(struct fetch *f, int fd, int ms, struct fetched *out)
{
	struct curl_waitfd also = { .fd = fd, .events = CURL_WAIT_POLLIN };
	int running;

	curl_multi_perform(f->multi, &running);
	if (take_result(f, out))
		return FETCH_RESULT;
	if (running == f->under_way)
		curl_multi_poll(f->multi, &also, fd >= 0, ms, NULL);
	curl_multi_perform(f->multi, &running);
	if (take_result(f, out))
		return FETCH_RESULT;
	return also.revents ? FETCH_READABLE : FETCH_QUIET;
}

void fetched_finish(struct fetched *done)
{
	transfer_free(done->hidden);
	done->hidden = NULL;
}
