/* SPDX-License-Identifier: MIT */
/* url.c -- addresses, parsed by libcurl as it will use them. */
#include "shared/fetch/url.h"

#include <curl/curl.h>

#include "shared/base/url.h"

/* A part of a URL or NULL; free it with curl_free. */
static char *part_of(const char *url, CURLUPart part)
{
	CURLU *parsed = curl_url();
	char *text = NULL;

	/* The default port is explicit: no port is the same as :80. */
	if (parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK)
		curl_url_get(parsed, part, &text, CURLU_DEFAULT_PORT);
	curl_url_cleanup(parsed);
	return text;
}

static bool is_same_part(const char *a, const char *b, CURLUPart part)
{
	char *left = part_of(a, part), *right = part_of(b, part);
	bool same = left && right && strcasecmp(left, right) == 0;

	curl_free(left);
	curl_free(right);
	return same;
}

bool fetch_may_redirect(const char *from, const char *to)
{
	return is_same_part(from, to, CURLUPART_SCHEME) && is_same_part(from, to, CURLUPART_HOST) &&
	       is_same_part(from, to, CURLUPART_PORT);
}

/* libcurl, which will use it, must agree. */
static bool is_base(const char *url)
{
	char *host = part_of(url, CURLUPART_HOST);
	char *user = part_of(url, CURLUPART_USER);
	char *query = part_of(url, CURLUPART_QUERY);
	bool good = host && *host && !user && !query;

	curl_free(host);
	curl_free(user);
	curl_free(query);
	return good;
}

enum err fetch_check_url(struct cx *cx, const char *url, const char **out)
{
	TRY(url_clean(cx, url, out));
	return is_base(*out) ? OK : url_refuse(cx);
}
