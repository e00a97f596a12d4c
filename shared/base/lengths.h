/* SPDX-License-Identifier: MIT */
/*
 * lengths.h -- the longest text that is taken at each place where texts enter,
 * why, and what becomes of a longer one.
 *
 * Lengths are bytes of UTF-8, without a NUL. What people type is checked where
 * it is stored, so page, API and ryotctl share the check. Not here are tokens,
 * cookies, CSRF fields and the codes of devices, which have one length; ids of
 * works, which have the shape of their catalog (catalog.h); words of a list.
 * What a server says reaches people as a note, which has the room of struct cx
 * (cx.h) and is cut there.
 *
 * Names that people type hold no control characters: those are refused. Marks
 * that change the direction of writing are let through, because names in
 * Hebrew or Arabic need some. They are written as \xNN wherever a name is
 * printed (shown.h), a name on a page stands in a <bdi> of its own, and ryotctl
 * takes none as an argument, since a terminal would not show what is typed.
 */
#ifndef SHARED_BASE_LENGTHS_H
#define SHARED_BASE_LENGTHS_H

enum excess {
	EXCESS_REFUSED, /* whoever sent it is told which text it was */
	EXCESS_CUT,     /* between two characters; the rest says nothing new */
	EXCESS_IGNORED, /* as if it was absent: a part of it could mean something else */
};

#define LENGTHS(ROW)                                                                               \
	/* Typed by people, or sent by their programs. */                                          \
	ROW(USER_NAME_MAX, 64, EXCESS_REFUSED, "typed at every sign-in")                           \
	ROW(PASSWORD_MAX, 1000, EXCESS_REFUSED,                                                    \
		"a long phrase has a hundred; all of it is hashed")                                \
	ROW(TOKEN_NAME_MAX, 64, EXCESS_REFUSED, "says in a list what the token is for")            \
	ROW(INTEGRATION_NAME_MAX, 100, EXCESS_REFUSED, "a heading, and a column of tables")        \
	ROW(ONLY_USER_MAX, 200, EXCESS_REFUSED, "the name of an account elsewhere")                \
	ROW(ADDRESS_MAX, 1000, EXCESS_REFUSED, "a host name has 253, and a path may follow")       \
	ROW(FIELD_KEY_MAX, 8000, EXCESS_REFUSED, "one header: servers refuse longer ones")         \
	ROW(FILE_NAME_MAX, 4095, EXCESS_REFUSED, "no longer path can be opened")                   \
	ROW(ZONE_NAME_MAX, 64, EXCESS_REFUSED, "the longest one has 32")                           \
	ROW(LIST_NAME_MAX, 100, EXCESS_REFUSED, "a heading, and a button on the page of a work")   \
	ROW(NOTE_MAX, 2000, EXCESS_REFUSED, "a page of thoughts about a work")                     \
	ROW(SEARCH_MAX, 100, EXCESS_REFUSED,                                                       \
		"some words of a title; the field of the page ends there")                         \
	ROW(RETURN_PATH_MAX, 500, EXCESS_IGNORED,                                                  \
		"a page of ours with its filter, to return to after signing in")                   \
	ROW(DEVICE_VALUE_MAX, 64, EXCESS_IGNORED,                                                  \
		"what a device calls itself; its token gets the name")                             \
	ROW(FORM_BOUNDARY_MAX, 70, EXCESS_REFUSED, "RFC 2046 allows no more")                      \
	/* Headers of requests. */                                                                 \
	ROW(USER_AGENT_MAX, 200, EXCESS_CUT, "tells a person which browser it was")                \
	ROW(ANSWER_NAME_MAX, 100, EXCESS_REFUSED, "an Idempotency-Key; a UUID has 36")             \
	/* Reports of senders, and rows of servers. */                                             \
	ROW(REPORT_EVENT_MAX, 100, EXCESS_REFUSED, "a word; the longest one known has 24")         \
	ROW(REPORT_ID_MAX, 100, EXCESS_REFUSED,                                                    \
		"a UUID has 36; two that are cut could be the same")                               \
	ROW(REPORT_DEVICE_MAX, 100, EXCESS_IGNORED, "as an id, but a report is good without it")   \
	ROW(REPORT_PART_MAX, 200, EXCESS_REFUSED, "the id of an episode, often its address")       \
	ROW(REPORT_GUID_MAX, 300, EXCESS_CUT, "an id of 159 and what agents write around it")      \
	ROW(REPORT_NAME_MAX, 500, EXCESS_CUT, "titles and accounts, shown to people")              \
	ROW(REPORT_WORD_MAX, 100, EXCESS_CUT, "a type, a version, a time: compared or shown")      \
	ROW(REPORT_PATH_MAX, 4096, EXCESS_IGNORED, "a file; its number stands at the end")         \
	ROW(FETCH_ETAG_MAX, 512, EXCESS_IGNORED, "servers send some 30; it is sent back")          \
	/* Lines of an export: what was stored above, and ids made from it. */                     \
	ROW(IMPORT_NAME_MAX, 1000, EXCESS_REFUSED, "titles and authors")                           \
	ROW(IMPORT_LINK_MAX, 2000, EXCESS_REFUSED, "an address, an id, a path between them")       \
	ROW(IMPORT_SESSION_MAX, 1000, EXCESS_REFUSED, "made of several ids")

#define ROW(name, bytes, excess, reason) name = (bytes),
enum { LENGTHS(ROW) };
#undef ROW

#endif
