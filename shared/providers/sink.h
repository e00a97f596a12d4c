/* SPDX-License-Identifier: MIT */
/*
 * sink.h -- a sink reads one kind of sender's webhook: bytes in, messages out.
 *
 * Bodies of tests/fixtures test all of it, and a fuzzer can call it.
 */
#ifndef SHARED_PROVIDERS_SINK_H
#define SHARED_PROVIDERS_SINK_H

#include "shared/json/reader.h"
#include "shared/progress/filter.h"
#include "shared/progress/report.h"

/* A form may hold a picture beside the JSON, which is read past. */
enum { BODY_MAX = 2 << 20, FORM_MAX = 16 << 20, MESSAGES_MAX = 50 };

/* What one body held, in its order. */
struct messages {
	size_t count;
	struct message *list[MESSAGES_MAX];
};

/* Appends an empty one (message_init), in the arena; NULL when it is full. */
struct message *messages_add(struct cx *cx, struct messages *messages);

struct sink {
	/*
	 * The JSON is the body itself, or a field of a form, or a part of a
	 * multipart body. Where a sender uses a form, this is the field's name.
	 */
	const char *form_field; /* or NULL: always the body itself */
	/*
	 * Members of the root that together belong to this sender; ends with
	 * NULL. A body that came to the address of another one is told by them.
	 */
	const char *const *marks;
	/* A sentence: what is wrong there when a body is refused; or NULL. */
	const char *hint;
	/*
	 * Every key that decode reads, at any level; ends with NULL. Values
	 * under other keys, which are most of a body, are checked and dropped.
	 * Without a list everything is kept.
	 */
	const char *const *keys;
	/*
	 * Adds the messages of a body, none to MESSAGES_MAX, each filled in as
	 * far as the body allows. A reason in a message means "understood,
	 * nothing to weigh". ERR_INPUT means that this sender sends no such
	 * body; cx->field and cx->expected say where. Must survive any JSON.
	 */
	enum err (*decode)(struct cx *cx, struct json body, struct messages *out);
	/*
	 * Events that come in floods, by their exact names, ending with NULL,
	 * and the member of the root that names them; nothing else is read of
	 * their bodies, which are not even checked. They are known, are not
	 * about playing, and name no user. NULL: none.
	 */
	const char *event_key;
	const char *const *floods;
	/*
	 * For a sender that may be set to send GET requests: the sentence that
	 * says what is wrong with them. NULL: it posts.
	 */
	const char *of_gets;
	/* Where a body says what filters ask for, like "Item.Path"; or NULL. */
	const char *traits[TRAIT__COUNT][TRAIT_NAMES];
	/* For another format of the same sender: how its bodies begin. */
	const char *other_begins; /* or NULL */
	const struct sink *other;
};

/*
 * For decoders: adds the ids of an object like {"Tmdb": "603", "Imdb": ...},
 * read as people paste them (pasted.h). Ignores the case of keys, and members
 * that are no screen catalog.
 */
void sink_read_ids(struct reader *in, struct json object, const char *key, struct ids *ids);

/* The same for ids that stand beside other members, as "Provider_tmdb". */
void sink_read_flat_ids(struct reader *in, struct json object, const char *prefix, struct ids *ids);

/*
 * For decoders, after the ids: what the sender itself calls the work, if no id
 * names it (report->own_id).
 */
void sink_read_own_id(struct reader *in, struct json object, const char *key, struct report *r);

/*
 * For decoders: why a report that was read cannot be weighed, if so. `unnamed`
 * is the sentence about an episode whose show has no id, or NULL.
 */
void sink_judge(struct message *m, const char *unnamed);

/*
 * For decoders, after the report was judged: the member of `of` that holds the
 * id which the sender's server has of the show. It is kept where an episode
 * lacks nothing but its show's ids, which can be asked for there (lookup.h).
 */
void sink_note_show(struct cx *cx, struct message *m, struct json of, const char *key);

/* A row of a decoder's table of events; `class` is of the decoder's enum. */
struct sink_event {
	const char *name;
	int class;
};

/* The class of an event of that name, in any case; `unknown` if none has it. */
int sink_event(const struct sink_event *table, size_t count, const char *name, int unknown);

/* The classes of the decoders end in this order. */
enum sink_other {
	SINK_OTHER_KNOWN,
	SINK_OTHER_PRIVATE, /* a sign-in, a session, an account: no body is kept */
	SINK_OTHER_UNKNOWN, /* says so */
};

/*
 * For decoders: an event that is not about playing. Those of one name fold into
 * one delivery a day, which keeps the newest body.
 */
void sink_pass_over(struct message *m, enum sink_other other);

/*
 * For decoders of bodies with several reports: refuses the message after an
 * ERR_INPUT, as sink_read does for a whole body, so that the others count.
 */
void sink_refuse(struct cx *cx, struct message *m);

/*
 * Finds the JSON in a body of that content type ("" when there was none): the
 * body itself, or the sink's field of a form. ERR_INPUT for a form that is
 * damaged, lacks the field or has it twice.
 */
MUST_CHECK enum err sink_payload(struct cx *cx, const struct sink *sink, const char *type,
	struct bytes body, struct bytes *payload);

/*
 * Turns any bytes, which end with a NUL, into at least one message. Never
 * fails: a refused body is a message with a reason that says so.
 */
void sink_read(struct cx *cx, const struct sink *sink, struct bytes payload, struct messages *out);

/*
 * A GET request of a sink with of_gets, by its encoded query: one message. It
 * names an event and an account, but no item.
 */
void sink_read_get(struct cx *cx, const struct sink *sink, const char *query, struct messages *out);

/* The same for replay(), of one kept message; false when it cannot be read. */
bool sink_read_again(struct cx *cx, const char *provider, struct bytes body, struct message *out);

#endif
