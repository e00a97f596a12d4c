/* SPDX-License-Identifier: MIT */
#include "shared/base/url.h"

#include "shared/base/utf8.h"

enum err url_refuse(struct cx *cx)
{
	return err_note(cx, ERR_INPUT,
		"an address looks like https://books.example.org or "
		"http://nas:13378/books: no name or password, "
		"no ? and no # in it");
}

static enum err refuse_scheme(struct cx *cx)
{
	return err_note(cx, ERR_INPUT,
		"an address looks like https://books.example.org: "
		"this one does not begin with http:// or https://");
}

static enum err refuse_page(struct cx *cx)
{
	return err_note(cx, ERR_INPUT,
		"an address looks like https://books.example.org: this one is of a page, as a "
		"browser shows it; only its beginning is the server's, without ? and #");
}

/* The part after the scheme; NULL unless that is http or https. */
static const char *behind_scheme(const char *url)
{
	if (strncmp(url, "http://", 7) == 0)
		return url + 7;
	return strncmp(url, "https://", 8) == 0 ? url + 8 : NULL;
}

/* Curl refuses other ports, but not before it is asked. */
static bool has_good_port(const char *host, size_t length)
{
	const char *end = host + length;
	const char *colon = host + (*host == '[' ? strcspn(host, "]") : 0);
	long port = 0;

	while (colon < end && *colon != ':')
		colon++;
	if (colon >= end)
		return true;
	for (colon++; colon < end; colon++) {
		if (*colon < '0' || *colon > '9')
			return false;
		port = port * 10 + (*colon - '0');
		if (port > UINT16_MAX)
			return false;
	}
	return true;
}

static bool is_base(const char *url)
{
	const char *host = behind_scheme(url);
	size_t length;

	if (!host || strlen(url) > ADDRESS_MAX || !utf8_is_text(url, strlen(url)))
		return false;
	for (const char *at = url; *at; at++)
		if ((*at > 0 && *at <= ' ') || *at == 0x7f || strchr("?#\\", *at))
			return false;
	length = strcspn(host, "/");
	return length > 0 && *host != ':' && !memchr(host, '@', length) &&
	       has_good_port(host, length);
}

enum err url_clean(struct cx *cx, const char *text, const char **out)
{
	size_t length;
	char *copy;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && strchr("/ \t\r\n", text[length - 1]))
		length--;
	copy = arena_strndup(cx->arena, text, length);
	for (char *at = copy; at < strstr(copy, "://"); at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	*out = copy;
	if (is_base(copy))
		return OK;
	TRY(strstr(copy, "://") || !*copy ? OK : refuse_scheme(cx));
	return strpbrk(copy, "?#") ? refuse_page(cx) : url_refuse(cx);
}

/* The start and the length of the host in a cleaned address. */
static const char *host_of(const char *url, size_t *length)
{
	const char *at = behind_scheme(url);

	if (!at)
		at = url;
	*length = *at == '[' ? strcspn(at, "]/") : strcspn(at, ":/");
	return at;
}

bool url_is_same_host(const char *a, const char *b)
{
	size_t left = 0, right = 0;

	a = host_of(a, &left);
	b = host_of(b, &right);
	return left > 0 && left == right && strncasecmp(a, b, left) == 0;
}

const char *url_encode(struct arena *a, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *to = arena_alloc(a, 3 * strlen(text) + 1), *at = to;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-._~", c)) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '%';
		*at++ = digits[c >> 4];
		*at++ = digits[c & 15];
	}
	return to;
}
