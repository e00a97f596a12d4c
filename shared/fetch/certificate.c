/* SPDX-License-Identifier: MIT */
/* certificate.c -- the expiry of a server's certificate. */
#include "shared/fetch/certificate.h"

#include "shared/base/clock.h"
#include "shared/progress/report.h"

/* "Nov 30 08:15:00 2026 GMT", as OpenSSL prints it. */
static int64_t time_of(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char name[4] = "", rfc[32];
	const char *month;
	int64_t ms = UNSAID;

	if (strlen(text) < 20)
		return UNSAID;
	memcpy(name, text, 3);
	month = strstr(months, name);
	if (!month || (month - months) % 3 != 0)
		return UNSAID;
	snprintf(rfc, sizeof(rfc), "%.4s-%02d-%c%cT%.8sZ", text + 16, (int)(month - months) / 3 + 1,
		text[4] == ' ' ? '0' : text[4], text[5], text + 7);
	return clock_parse(rfc, &ms) ? ms : UNSAID;
}

int64_t fetch_certificate_ends_ms(CURL *easy)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *info = NULL;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info ||
		info->num_of_certs < 1)
		return UNSAID;
	for (struct curl_slist *at = info->certinfo[0]; at; at = at->next)
		if (strncmp(at->data, name, sizeof(name) - 1) == 0)
			return time_of(at->data + sizeof(name) - 1);
	return UNSAID;
}
