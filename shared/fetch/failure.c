/* SPDX-License-Identifier: MIT */
#include "shared/fetch/failure.h"

const char *fetch_words(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return "no such host name";
	case CURLE_COULDNT_RESOLVE_PROXY:
		return "no such proxy";
	case CURLE_COULDNT_CONNECT:
		return "nobody answers at this address";
	case CURLE_OPERATION_TIMEDOUT:
		return "the server takes too long";
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return "the server hung up in the middle";
	case CURLE_SSL_CONNECT_ERROR:
		return "no TLS there; is it http instead of https?";
	case CURLE_PEER_FAILED_VERIFICATION:
		return "its TLS certificate cannot be verified; for one of your own authority "
		       "name the file of that authority (--ca-file of ryotctl)";
	case CURLE_SSL_CACERT_BADFILE:
		return "the file of the own authority cannot be read";
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
		return "it does not speak HTTP";
	default:
		return "the request failed";
	}
}

bool fetch_is_cut_off(CURLcode code)
{
	return code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
}
