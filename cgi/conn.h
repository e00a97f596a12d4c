/* SPDX-License-Identifier: MIT */
/* conn.h -- private to request.c and response.c: libfcgi's side of a conn. */
#ifndef CGI_CONN_H
#define CGI_CONN_H

#include <fcgiapp.h>

struct conn {
	FCGX_Request fcgx;
};

#endif
