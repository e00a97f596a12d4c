/* SPDX-License-Identifier: MIT */
/*
 * clock.c -- LD_PRELOAD: the time of day is the number of milliseconds since
 * 1970 in the file CLOCK_FILE, which the test maps as well; 0 leaves the clock
 * alone. Unlike faults.c, this also works below the sanitizers.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int64_t real_time;
static const volatile int64_t *clock_ms = &real_time;

__attribute__((constructor)) static void open_clock(void)
{
	const char *path = getenv("CLOCK_FILE");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *at =
		fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(*clock_ms), PROT_READ, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	if (at != MAP_FAILED)
		clock_ms = at;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	static int (*real)(clockid_t, struct timespec *);
	int64_t ms = *clock_ms;

	if (which == CLOCK_REALTIME && ms != 0) {
		out->tv_sec = (time_t)(ms / 1000);
		out->tv_nsec = (long)(ms % 1000) * 1000000;
		return 0;
	}
	if (!real)
		real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	return real(which, out);
}
