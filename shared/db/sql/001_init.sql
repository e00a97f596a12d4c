-- 001_init: people, their integrations, what they watch, and every delivery.
-- Times are milliseconds since 1970, UTC. Shares are ten-thousandths of a per
-- cent: 1000000 is the whole.

CREATE TABLE user (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL,               -- to sign in; see user_name
	password_hash TEXT NOT NULL,               -- Argon2id, libsodium's text form
	is_admin      INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),
	created_ms    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_name ON user (lower(name));

-- A person's connection to one sender.
CREATE TABLE integration (
	id             INTEGER PRIMARY KEY,
	user_id        INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	provider       TEXT NOT NULL,              -- a row of the sink or source table
	name           TEXT NOT NULL,              -- for the person: "Living room"
	slug           TEXT NOT NULL UNIQUE,       -- the secret in the address
	old_slug       TEXT UNIQUE,                -- the one before, after a rotation
	old_slug_ends_ms INTEGER,                  -- until then it still works
	enabled        INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
	start_limit    INTEGER NOT NULL DEFAULT 200,   -- hundredths of a per cent
	complete_limit INTEGER NOT NULL DEFAULT 9500,  -- likewise
	only_user      TEXT,                       -- the sender's user name to listen to; NULL: all
	created_ms     INTEGER NOT NULL,
	CHECK (0 <= start_limit AND start_limit < complete_limit AND complete_limit < 10000),
	CHECK ((old_slug IS NULL) = (old_slug_ends_ms IS NULL))
) STRICT;
CREATE INDEX integration_user ON integration (user_id, provider);

-- An application token of a person: what it was is not stored.
CREATE TABLE token (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	name         TEXT NOT NULL,                -- for the person: "Kodi, bedroom"
	hash         BLOB NOT NULL UNIQUE,         -- BLAKE2b, 32 octets
	created_ms   INTEGER NOT NULL,
	last_used_ms INTEGER,                      -- to the minute
	revoked_ms   INTEGER                       -- no longer taken
) STRICT;
CREATE INDEX token_user ON token (user_id);

-- A film, a show, an audiobook, a podcast, a book.
CREATE TABLE work (
	id         INTEGER PRIMARY KEY,
	kind       TEXT NOT NULL CHECK (kind IN ('movie', 'show', 'audiobook', 'podcast', 'book')),
	title      TEXT,                           -- the first one a sender told; NULL: none yet
	year       INTEGER,
	created_ms INTEGER NOT NULL
) STRICT;

-- What a work is known by elsewhere; any of its ids finds it.
CREATE TABLE work_id (
	kind    TEXT NOT NULL,                     -- of the work: TMDb numbers films and shows apart
	source  TEXT NOT NULL,                     -- tmdb, tvdb, imdb, ...
	value   TEXT NOT NULL,
	work_id INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	PRIMARY KEY (kind, source, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_id_work ON work_id (work_id);

-- Two ids that came together but belong to two works, or a second id of one
-- source for one work. Kept for a person to look at; never acted upon.
CREATE TABLE work_conflict (
	work_id   INTEGER NOT NULL REFERENCES work ON DELETE CASCADE, -- the work that was taken
	source    TEXT NOT NULL,                   -- of the id that does not fit
	value     TEXT NOT NULL,
	seen_ms   INTEGER NOT NULL,                -- first time
	PRIMARY KEY (work_id, source, value)
) STRICT, WITHOUT ROWID;

-- What is played: the work itself, or one part of it.
CREATE TABLE item (
	id      INTEGER PRIMARY KEY,
	work_id INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	part    TEXT NOT NULL,                     -- '' the work itself, 's1e2' an episode, else the sender's id of it
	season  INTEGER CHECK (season >= 0),       -- 0 is the specials; NULL: no episode
	episode INTEGER CHECK (episode >= 0),
	title   TEXT,                              -- of the part
	UNIQUE (work_id, part),
	CHECK (part <> '' OR episode IS NULL)
) STRICT;

-- One watching of one item by one person.
CREATE TABLE play (
	id             INTEGER PRIMARY KEY,
	user_id        INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	item_id        INTEGER NOT NULL REFERENCES item,
	integration_id INTEGER REFERENCES integration ON DELETE SET NULL, -- the last to tell of it
	state          TEXT NOT NULL CHECK (state IN ('in_progress', 'completed')),
	share          INTEGER NOT NULL CHECK (share BETWEEN 0 AND 1000000),    -- last told
	furthest       INTEGER NOT NULL CHECK (furthest BETWEEN 0 AND 1000000), -- greatest told
	position_ms    INTEGER CHECK (position_ms >= 0),  -- NULL: the sender gives shares only
	duration_ms    INTEGER CHECK (duration_ms >= 0),
	session        TEXT,                       -- of the player, the last to tell of it
	started_ms     INTEGER NOT NULL,
	updated_ms     INTEGER NOT NULL,           -- time of the newest report it holds
	completed_ms   INTEGER,
	CHECK (furthest >= share),
	CHECK ((state = 'completed') = (completed_ms IS NOT NULL)),
	CHECK (completed_ms >= started_ms)
) STRICT;
-- At most one open play per person and item, whatever the program does.
CREATE UNIQUE INDEX play_open ON play (user_id, item_id) WHERE state = 'in_progress';
CREATE INDEX play_item ON play (user_id, item_id, id);
CREATE INDEX play_updated ON play (user_id, updated_ms);

-- One sitting of one person before one item: it tells "more of the same"
-- from "once again". Only the last one matters.
CREATE TABLE sitting (
	user_id       INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	item_id       INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
	session       TEXT,                        -- the player's own name for it
	play_event_ms INTEGER,                     -- when its Play came; NULL: none heard
	heard_ms      INTEGER NOT NULL,            -- last word of it
	done          INTEGER NOT NULL CHECK (done IN (0, 1)), -- it completed its play
	PRIMARY KEY (user_id, item_id)
) STRICT, WITHOUT ROWID;

-- One request received or one row pulled, with what it led to. A run of
-- progress ticks is one row.
CREATE TABLE delivery (
	id             INTEGER PRIMARY KEY,
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	first_ms       INTEGER NOT NULL,           -- received
	last_ms        INTEGER NOT NULL,           -- newest of the run
	count          INTEGER NOT NULL DEFAULT 1, -- of the run
	event          TEXT,                       -- the sender's own word
	sender_user    TEXT,                       -- the account on the sender's side
	outcome        TEXT NOT NULL CHECK (outcome IN ('tracked', 'duplicate', 'ignored', 'unmatched', 'refused')),
	reason         TEXT NOT NULL,
	detail         TEXT NOT NULL,              -- the reason in plain words
	run            TEXT,                       -- what further ticks fold by; NULL: closed
	octets         INTEGER NOT NULL,           -- size of the newest body
	replayed_ms    INTEGER                     -- last replay by hand
) STRICT;
CREATE UNIQUE INDEX delivery_run ON delivery (integration_id, run) WHERE run IS NOT NULL;
CREATE INDEX delivery_integration ON delivery (integration_id, id);
CREATE INDEX delivery_age ON delivery (last_ms);

-- The sender's own ids of what it sent, so that a repeat is known as one, of
-- each tick in a run too.
CREATE TABLE event (
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	event_id       TEXT NOT NULL,
	delivery_id    INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
	PRIMARY KEY (integration_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_delivery ON event (delivery_id);

-- The newest body of a delivery, apart, so that lists need not read it.
CREATE TABLE delivery_body (
	delivery_id INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
	body        BLOB NOT NULL
) STRICT;

-- Which plays a delivery touched.
CREATE TABLE delivery_play (
	delivery_id INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
	play_id     INTEGER NOT NULL REFERENCES play ON DELETE CASCADE,
	PRIMARY KEY (delivery_id, play_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_play_play ON delivery_play (play_id);
