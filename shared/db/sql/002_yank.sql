-- 002_yank: servers that are asked, and what was last seen of them.

ALTER TABLE work ADD COLUMN author TEXT;       -- of a book; NULL: none told
ALTER TABLE work ADD COLUMN link TEXT;         -- to it on the sender's side

-- How an integration's server is reached, and how the last runs went.
CREATE TABLE account (
	integration_id INTEGER PRIMARY KEY REFERENCES integration ON DELETE CASCADE,
	url            TEXT NOT NULL,              -- base address, without a last '/'
	credential     BLOB NOT NULL,              -- the key, encrypted with the key file
	ca_file        TEXT,                       -- an own authority for TLS; NULL: the system's
	etag           TEXT,                       -- of the last answer that is fully stored
	refused_ms     INTEGER,                    -- the server refused the key; stays until it is changed
	failures       INTEGER NOT NULL DEFAULT 0, -- in a row
	next_ms        INTEGER NOT NULL DEFAULT 0, -- not to be asked before
	last_ok_ms     INTEGER,
	last_error     TEXT,                       -- in plain words; NULL after a success
	last_error_ms  INTEGER
) STRICT;

-- What was last taken over of each row the server shows. Its times may go
-- backward and its order changes, so rows are compared one by one.
CREATE TABLE seen (
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	row            TEXT NOT NULL,              -- the row's id on the server
	state          TEXT NOT NULL,              -- what it said; the source's own form
	PRIMARY KEY (integration_id, row)
) STRICT, WITHOUT ROWID;

-- What the server said of its items: titles, ids. A cache; may be deleted.
CREATE TABLE fact (
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	item           TEXT NOT NULL,              -- the item's id on the server
	text           TEXT NOT NULL,              -- JSON; the source's own form
	until_ms       INTEGER NOT NULL,           -- then it is asked again
	PRIMARY KEY (integration_id, item)
) STRICT, WITHOUT ROWID;
