/* SPDX-License-Identifier: MIT */
/* fetch_url.c -- addresses, taken apart by libcurl as it will use them. */
#include "worker/fetch_url.h"

#include <curl/curl.h>

#include "worker/fetch.h"

/* One part of a URL, to be freed with curl_free; NULL when it has none. */
static char *part_of(const char *url, CURLUPart part)
{
	CURLU *parsed = curl_url();
	char *text = NULL;

	if (parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK)
		curl_url_get(parsed, part, &text, 0);
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
	return is_same_part(from, to, CURLUPART_HOST) &&
	       (strncasecmp(from, "https:", 6) != 0 ||
		       strncasecmp(to, "https:", 6) == 0);
}

enum err fetch_check_url(struct cx *cx, const char *url, const char **out)
{
	size_t length;
	char *host, *user, *query, *copy;
	bool is_good;

	url += strspn(url, " \t");
	length = strlen(url);
	while (length > 0 && strchr("/ \t\r\n", url[length - 1]))
		length--;
	copy = arena_strndup(cx->arena, url, length);
	host = part_of(copy, CURLUPART_HOST);
	user = part_of(copy, CURLUPART_USER);
	query = part_of(copy, CURLUPART_QUERY);
	is_good = host && *host && !user && !query && !strchr(copy, '#') &&
		  length <= 1000 &&
		  (strncasecmp(copy, "http://", 7) == 0 ||
			  strncasecmp(copy, "https://", 8) == 0);
	curl_free(host);
	curl_free(user);
	curl_free(query);
	*out = copy;
	if (!is_good)
		return err_note(cx, ERR_INPUT,
			"an address looks like https://books.example.org or "
			"http://nas:13378/audiobookshelf, not \"%.200s\"",
			url);
	return OK;
}
