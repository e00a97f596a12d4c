/* SPDX-License-Identifier: MIT */
/* list.h -- selects that filter a list, and links to its other pages. */
#ifndef CGI_WEB_LIST_H
#define CGI_WEB_LIST_H

#include "cgi/web/page.h"

/* An entry of a select; the value appears in the address. */
struct choice {
	const char *value, *label;
};

/* The index of the choice that this field of the address names, or 0. */
size_t list_chosen(
	const struct call *c, const char *name, const struct choice *choices, size_t count);

/* A labelled select; the choice at index `chosen` is selected. */
struct list_select {
	const char *label, *name;
	const struct choice *choices;
	size_t count, chosen;
};
void list_select(const struct call *c, const struct list_select *select);

/* A select for a field of the address; its present choice is selected. */
void list_filter(const struct call *c, const char *label, const char *name,
	const struct choice *choices, size_t count);

/* An <option>, for a select whose choices are not in a table. */
void list_option(const struct call *c, const struct choice *choice, bool is_chosen);

/* A link of a row of chips. */
struct chip {
	const char *to, *label;
	int64_t count; /* behind the label; UNSAID: none */
	bool is_here;
};
void list_chip(const struct call *c, const struct chip *chip);

/* The page that the address asks for, from 1 to `max`; by default 1. */
int list_page(const struct call *c, int max);

/* Links to the neighbouring pages of a list. */
struct pager {
	const char *back, *on; /* addresses; NULL where there is none */
	const char *back_label, *on_label;
	const char *place; /* "60 of 10,000", or NULL */
};
void list_pager(const struct call *c, const struct pager *pager);

#endif
