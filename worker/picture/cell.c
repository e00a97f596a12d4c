/* SPDX-License-Identifier: MIT */
#include "worker/picture/cell.h"

#include <seccomp.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CPU_SECONDS = 10, MEMORY = 256 << 20, DESCRIPTORS = 1024 };

static bool bound(int what, rlim_t most)
{
	const struct rlimit limit = { most, most };

	return setrlimit(what, &limit) == 0;
}

/* The sanitizers map terabytes. */
static bool bound_memory(void)
{
#ifdef __SANITIZE_ADDRESS__
	return true;
#else
	return bound(RLIMIT_AS, MEMORY);
#endif
}

static bool filter_calls(void)
{
	static const int calls[] = {
		SCMP_SYS(brk), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex),
		SCMP_SYS(getrandom), SCMP_SYS(madvise), SCMP_SYS(mmap), SCMP_SYS(mmap2),
		SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(read), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(write),
#ifdef __SANITIZE_ADDRESS__
		SCMP_SYS(sigaltstack), /* before each longjmp */
#endif
	};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool is_well = filter != NULL;

	for (size_t i = 0; i < NELEM(calls) && is_well; i++)
		is_well = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	is_well = is_well && seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return is_well;
}

bool cell_close(void)
{
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS; fd++)
		close(fd);
	return bound(RLIMIT_CORE, 0) && bound(RLIMIT_FSIZE, 0) && bound(RLIMIT_NOFILE, 0) &&
	       bound(RLIMIT_CPU, CPU_SECONDS) && bound_memory() && filter_calls();
}
