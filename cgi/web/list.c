/* SPDX-License-Identifier: MIT */
/* list.c -- selects and pagers. */
#include "cgi/web/list.h"

size_t list_chosen(
	const struct call *c, const char *name, const struct choice *choices, size_t count)
{
	const char *value = form_trimmed(c->cx, c->form, name);

	for (size_t i = 0; i < count; i++)
		if (strcmp(choices[i].value, value) == 0)
			return i;
	return 0;
}

void list_option(const struct call *c, const struct choice *choice, bool is_chosen)
{
	htmlf(c->out, "<option value='%s'%s>%s</option>\n", choice->value,
		is_chosen ? " selected" : "", choice->label);
}

void list_select(const struct call *c, const struct list_select *select)
{
	htmlf(c->out, "<label>%s <select name='%s'>\n", select->label, select->name);
	for (size_t i = 0; i < select->count; i++)
		list_option(c, &select->choices[i], i == select->chosen);
	html(c->out, "</select></label>\n");
}

void list_filter(const struct call *c, const char *label, const char *name,
	const struct choice *choices, size_t count)
{
	size_t chosen = list_chosen(c, name, choices, count);

	list_select(c, &(struct list_select){ label, name, choices, count, chosen });
}

void list_chip(const struct call *c, const struct chip *chip)
{
	htmlf(c->out, "<a href='%s'%s>%s", chip->to, chip->is_here ? " aria-current='true'" : "",
		chip->label);
	if (chip->count != UNSAID)
		htmlf(c->out, " <span>%s</span>", words_number(c->cx, chip->count));
	html(c->out, "</a>\n");
}

int list_page(const struct call *c, int max)
{
	int64_t page;

	return form_i64(c->form, "page", 1, max, &page) ? (int)page : 1;
}

void list_pager(const struct call *c, const struct pager *pager)
{
	if (!pager->back && !pager->on && !pager->place)
		return;
	html(c->out, "<nav class='pager' aria-label='Pages'>\n");
	if (pager->back)
		htmlf(c->out, "<a class='button' href='%s'>%s</a>\n", pager->back,
			pager->back_label);
	if (pager->place)
		htmlf(c->out, "<span>%s</span>\n", pager->place);
	if (pager->on)
		htmlf(c->out, "<a class='button' href='%s' rel='next'>%s</a>\n", pager->on,
			pager->on_label);
	html(c->out, "</nav>\n");
}
