/* SPDX-License-Identifier: MIT */
/* conn.h -- private to request.c and response.c: libfcgi's side of a conn. */
#ifndef CGI_HTTP_CONN_H
#define CGI_HTTP_CONN_H

#include <fcgiapp.h>

#include "shared/base/base.h"

struct conn {
	FCGX_Request fcgx;
	bool is_waiting; /* for an answer */
	bool is_last;    /* this request is: then the connection is to be closed */
};

#endif
