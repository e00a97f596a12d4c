/* SPDX-License-Identifier: MIT */
#include "worker/tasks/sweep.h"

#include "shared/base/conf.h"
#include "shared/store/candidate.h"
#include "shared/store/import.h"
#include "shared/store/picture.h"
#include "shared/store/picture_file.h"
#include "shared/store/server.h"
#include "worker/tasks/task.h"

static enum err drop_lost(struct cx *cx, const struct worker *w)
{
	const struct work_picture *rows = NULL;
	const char *after = "";
	size_t count = 0;

	do {
		TRY(store_picture_page(cx, w->store, after, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			after = rows[i].hash;
			if (!picture_file_is_there(cx, w->conf->database, after))
				TRY(store_picture_lost(cx, w->store, after));
		}
	} while (count == STORE_PAGE);
	return OK;
}

static enum err prune(struct cx *cx, const struct worker *w, bool is_scheduled, bool is_lost)
{
	if (is_scheduled)
		TRY(store_server_awake(cx, w->store));
	TRY(store_import_prune(cx, w->store));
	TRY(store_candidate_prune(cx, w->store));
	return is_lost ? drop_lost(cx, w) : OK;
}

enum err sweep(struct cx *cx, const struct worker *w, bool is_scheduled)
{
	struct picture_sweep files;
	struct picture_census rows;

	TRY(picture_sweep(cx, w->store, w->conf->database, &files));
	TRY(store_picture_census(cx, w->store, &rows));
	TRY(store_begin(cx, w->store));
	return store_end(cx, w->store, prune(cx, w, is_scheduled, files.kept < rows.count));
}
