/* SPDX-License-Identifier: MIT */
/*
 * faults.c -- LD_PRELOAD: injects failures of disk, memory and clock into a
 * running program. The settings are in the file FAULTS_FILE, which the test
 * maps as well; tests/faults/spoil.py mirrors struct faults.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

/* Calls `from` to `to` of a kind fail, counted from 1. */
struct kind {
	int64_t count, from, to, error;
};

struct faults {
	struct kind write, sync, alloc, read;
	int64_t how;       /* enum how */
	int64_t spare_wal; /* writes to the WAL succeed */
	int64_t sync_ms;   /* delay of each fsync */
	int64_t clock_ms;  /* added to the time of day */
	int64_t fs_type;   /* that of every file system, if not 0 */
	int64_t no_locks;  /* the error of every attempt to lock a file, or 0 */
};

enum how { HOW_ERROR, HOW_KILL, HOW_TEAR };

static struct faults nothing;
static struct faults *faults = &nothing;

__attribute__((constructor)) static void open_faults(void)
{
	const char *path = getenv("FAULTS_FILE");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED
			  : mmap(NULL, sizeof(*faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	if (at != MAP_FAILED)
		faults = at;
}

static int is_due(struct kind *k)
{
	k->count++;
	if (k->count < k->from || k->count > k->to)
		return 0;
	errno = (int)k->error;
	return 1;
}

static void maybe_kill(void)
{
	if (faults->how != HOW_ERROR)
		raise(SIGKILL);
}

static int is_log(int fd)
{
	char link[64], name[512] = "";
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, name, sizeof(name) - 1);
	return length > 4 && memcmp(name + length - 4, "-wal", 4) == 0;
}

typedef ssize_t pwrite_fn(int, const void *, size_t, off_t);

static ssize_t write_or_not(pwrite_fn *real, int fd, const void *at, size_t size, off_t where)
{
	if (faults->spare_wal && is_log(fd))
		return real(fd, at, size, where);
	if (!is_due(&faults->write))
		return real(fd, at, size, where);
	if (faults->how == HOW_TEAR && real(fd, at, size / 2, where) < 0)
		raise(SIGKILL);
	maybe_kill();
	errno = (int)faults->write.error;
	return -1;
}

ssize_t pwrite(int fd, const void *at, size_t size, off_t where)
{
	return write_or_not((pwrite_fn *)dlsym(RTLD_NEXT, "pwrite"), fd, at, size, where);
}

ssize_t pwrite64(int fd, const void *at, size_t size, off_t where)
{
	return write_or_not((pwrite_fn *)dlsym(RTLD_NEXT, "pwrite64"), fd, at, size, where);
}

static ssize_t read_or_not(const char *name, int fd, void *at, size_t size, off_t where)
{
	typedef ssize_t pread_fn(int, void *, size_t, off_t);
	pread_fn *real = (pread_fn *)dlsym(RTLD_NEXT, name);

	return is_due(&faults->read) ? -1 : real(fd, at, size, where);
}

ssize_t pread(int fd, void *at, size_t size, off_t where)
{
	return read_or_not("pread", fd, at, size, where);
}

ssize_t pread64(int fd, void *at, size_t size, off_t where)
{
	return read_or_not("pread64", fd, at, size, where);
}

static int sync_or_not(const char *name, int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	struct timespec wait = { faults->sync_ms / 1000, faults->sync_ms % 1000 * 1000000 };

	if (faults->sync_ms)
		nanosleep(&wait, NULL);
	if (!is_due(&faults->sync))
		return real(fd);
	maybe_kill();
	return -1;
}

int fsync(int fd)
{
	return sync_or_not("fsync", fd);
}

int fdatasync(int fd)
{
	return sync_or_not("fdatasync", fd);
}

/* dlsym allocates, so these call glibc by its internal names. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *at, size_t size);

void *malloc(size_t size)
{
	return is_due(&faults->alloc) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return is_due(&faults->alloc) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
	return is_due(&faults->alloc) ? NULL : __libc_realloc(at, size);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	int (*real)(clockid_t, struct timespec *) =
		(int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	int result = real(which, out);

	if (result == 0 && which == CLOCK_REALTIME)
		out->tv_sec += faults->clock_ms / 1000;
	return result;
}

/* Under the name for files beyond 2 GiB too. */
#define SHIM_STATFS(name)                                                                          \
	int name(const char *path, struct name *out)                                               \
	{                                                                                          \
		int (*real)(const char *, struct name *) =                                         \
			(int (*)(const char *, struct name *))dlsym(RTLD_NEXT, #name);             \
		int result = real(path, out);                                                      \
                                                                                                   \
		if (result == 0 && faults->fs_type)                                                \
			out->f_type = (__fsword_t)faults->fs_type;                                 \
		return result;                                                                     \
	}
SHIM_STATFS(statfs)
SHIM_STATFS(statfs64)

static int control(const char *name, int fd, int command, void *what)
{
	int (*real)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, name);

	if (faults->no_locks && (command == F_SETLK || command == F_SETLKW || command == F_GETLK)) {
		errno = (int)faults->no_locks;
		return -1;
	}
	return real(fd, command, what);
}

/* Takes whatever comes third as a pointer, as glibc itself does. */
#define CONTROL(name)                                                                              \
	int name(int fd, int command, ...)                                                         \
	{                                                                                          \
		va_list rest;                                                                      \
		void *what;                                                                        \
                                                                                                   \
		va_start(rest, command);                                                           \
		what = va_arg(rest, void *);                                                       \
		va_end(rest);                                                                      \
		return control(#name, fd, command, what);                                          \
	}
CONTROL(fcntl)
CONTROL(fcntl64)
