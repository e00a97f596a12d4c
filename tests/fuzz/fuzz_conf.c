/* SPDX-License-Identifier: MIT */
/* A settings file of any bytes is accepted, or refused with its line. */
#include "shared/base/conf.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/ryot-fuzz-conf-XXXXXX";

static void remove_file(void)
{
	unlink(path);
}

static void write_file(const uint8_t *data, size_t size)
{
	static bool is_made;
	FILE *file;

	if (!is_made) {
		int fd = mkstemp(path);

		ASSERT(fd >= 0);
		close(fd);
		atexit(remove_file);
		setenv("RYOT_CONF", path, 1);
		is_made = true;
	}
	file = fopen(path, "wb");
	ASSERT(file);
	ASSERT(fwrite(data, 1, size, file) == size);
	ASSERT(fclose(file) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	static char name[] = "ryot";
	char *argv[] = { name, NULL };
	struct conf conf;
	int argc = 1;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	write_file(data, size);
	if (conf_load(&cx, &argc, argv, &conf) == OK)
		ASSERT(*conf.database && *conf.base_url && conf.socket && conf.retention_days > 0 &&
			conf.retention_rows > 0);
	else
		ASSERT(strncmp(cx.note, path, strlen(path)) == 0);
	arena_reset(&arena);
	return 0;
}
