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

	/* The default port counts as named: :80 is the same as none. */
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
	return is_same_part(from, to, CURLUPART_SCHEME) &&
	       is_same_part(from, to, CURLUPART_HOST) &&
	       is_same_part(from, to, CURLUPART_PORT);
}

/* A host, http or https, and nothing that has no place in a base address. */
static bool is_base(const char *url)
{
	char *host = part_of(url, CURLUPART_HOST);
	char *user = part_of(url, CURLUPART_USER);
	char *query = part_of(url, CURLUPART_QUERY);
	bool good = host && *host && !user && !query && !strchr(url, '#') &&
		    strlen(url) <= 1000 && !strstr(url, ":///");

	curl_free(host);
	curl_free(user);
	curl_free(query);
	return good && (strncmp(url, "http://", 7) == 0 ||
			       strncmp(url, "https://", 8) == 0);
}

enum err fetch_check_url(struct cx *cx, const char *url, const char **out)
{
	size_t length;
	char *copy;

	url += strspn(url, " \t");
	length = strlen(url);
	while (length > 0 && strchr("/ \t\r\n", url[length - 1]))
		length--;
	copy = arena_strndup(cx->arena, url, length);
	for (char *at = copy; at < strstr(copy, "://"); at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	*out = copy;
	if (!is_base(copy))
		return err_note(cx, ERR_INPUT,
			"an address looks like https://books.example.org or "
			"http://nas:13378/audiobookshelf: no name or password, "
			"no ? and no # in it");
	return OK;
}
