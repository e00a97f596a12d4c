/* SPDX-License-Identifier: MIT */
/*
 * hash.c -- LD_PRELOAD: while the file HASH_STOPS exists, a process that begins
 * to hash a password stops, until the test continues it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void stop(void)
{
	const char *path = getenv("HASH_STOPS");

	if (path && access(path, F_OK) == 0)
		raise(SIGSTOP);
}

int crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long length)
{
	static int (*real)(const char *, const char *, unsigned long long);

	stop();
	if (!real)
		real = (int (*)(const char *, const char *, unsigned long long))dlsym(
			RTLD_NEXT, "crypto_pwhash_str_verify");
	return real(hash, password, length);
}

int crypto_pwhash_str(char *hash, const char *password, unsigned long long length,
	unsigned long long operations, size_t memory)
{
	static int (*real)(char *, const char *, unsigned long long, unsigned long long, size_t);

	stop();
	if (!real)
		real = (int (*)(char *, const char *, unsigned long long, unsigned long long,
			size_t))dlsym(RTLD_NEXT, "crypto_pwhash_str");
	return real(hash, password, length, operations, memory);
}
