/* SPDX-License-Identifier: MIT */
/* list.c -- selects and pagers. */
#include "cgi/web/list.h"

size_t list_chosen(
	const struct page *p, const char *name, const struct choice *choices, size_t count)
{
	const char *value = form_trimmed(p->cx, p->req->form, name);

	for (size_t i = 0; i < count; i++)
		if (strcmp(choices[i].value, value) == 0)
			return i;
	return 0;
}

void list_option(const struct page *p, const struct choice *choice, bool is_chosen)
{
	htmlf(p->out, "<option value='%s'%s>%s</option>\n", choice->value,
		is_chosen ? " selected" : "", choice->label);
}

void list_select(const struct page *p, const struct list_select *select)
{
	htmlf(p->out, "<label>%s <select name='%s'>\n", select->label, select->name);
	for (size_t i = 0; i < select->count; i++)
		list_option(p, &select->choices[i], i == select->chosen);
	html(p->out, "</select></label>\n");
}

void list_filter(const struct page *p, const char *label, const char *name,
	const struct choice *choices, size_t count)
{
	size_t chosen = list_chosen(p, name, choices, count);

	list_select(p, &(struct list_select){ label, name, choices, count, chosen });
}

int list_page(const struct page *p, int max)
{
	int64_t page;

	return form_i64(p->req->form, "page", 1, max, &page) ? (int)page : 1;
}

void list_pager(const struct page *p, const struct pager *pager)
{
	if (!pager->back && !pager->on)
		return;
	html(p->out, "<nav class='pager' aria-label='Pages'>\n");
	if (pager->back)
		htmlf(p->out, "<a class='button' href='%s'>%s</a>\n", pager->back,
			pager->back_label);
	if (pager->on)
		htmlf(p->out, "<a class='button' href='%s' rel='next'>%s</a>\n", pager->on,
			pager->on_label);
	html(p->out, "</nav>\n");
}
