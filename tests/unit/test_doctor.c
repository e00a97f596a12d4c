/* SPDX-License-Identifier: MIT */
/* These tests do not link ctl/; see test_ctl_args.c. */
#include "ctl/doctor/nginx.c"

#include "tests/unit/unit.h"

void doctor_tell(struct doctor *d, enum finding finding, const char *what, const char *advice)
{
	(void)what;
	(void)advice;
	d->count[finding]++;
}

static void connections_of_nginx_are_read(void **state)
{
	static const struct row {
		const char *text;
		int64_t want;
	} rows[] = {
		{ "", 512 },
		{ "user www-data;\nevents {\n\tworker_connections 768;\n\t# multi_accept on;\n}\n",
			768 },
		{ "events{worker_connections 8192;}", 8192 },
		{ "events { worker_connections\n\t# 768;\n 4096 ; }", 4096 },
		{ "events { \"worker_connections\" '4096'; }", 4096 },
		{ "# worker_connections 8192;\nevents { }\n", 512 },
		{ "events { worker_connections_x 8192; x_worker_connections 8192; }", 512 },
		{ "log_format x 'a # worker_connections 9;'; events { worker_connections 700; }",
			700 },
		{ "log_format x \"a \\\" worker_connections 9;\"; events {}", 512 },
		{ "worker_connections", 0 },
		{ "worker_connections lots;", 0 },
		{ "'worker_connections", 0 },
		{ "\"\\", 512 },
		{ "{};;}", 512 },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_i64(r->text, "connections", read_connections(r->text), r->want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connections_of_nginx_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
