-- 019_import: histories that other trackers and servers hand out as files.

-- 1: only the day of its times is known; the hour in them is noon. A play whose
-- times are 0 was played nobody knows when: it counts on no day.
ALTER TABLE play ADD COLUMN day_only INTEGER NOT NULL DEFAULT 0 CHECK (day_only IN (0, 1));

-- A file that was imported, or looked at. The same file again continues it.
CREATE TABLE import (
	id         INTEGER PRIMARY KEY,
	user_id    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	hash       BLOB NOT NULL,                  -- BLAKE2b of the file, 32 octets
	name       TEXT NOT NULL,                  -- of the file; '' where it had none
	format     TEXT NOT NULL,                  -- what is in it
	looked_ms  INTEGER NOT NULL,               -- when it came last
	started_ms INTEGER,                        -- when the import began; NULL: nothing was written
	ended_ms   INTEGER,                        -- NULL: it did not come to its end
	summary    TEXT NOT NULL,                  -- what is in it, in words
	added      INTEGER NOT NULL DEFAULT 0,     -- plays
	known      INTEGER NOT NULL DEFAULT 0,     -- plays that were here already
	UNIQUE (user_id, hash)
) STRICT;
CREATE INDEX import_looked ON import (looked_ms) WHERE started_ms IS NULL;

-- The bytes of a file that was looked at, until it is imported.
CREATE TABLE import_piece (
	import_id INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
	number    INTEGER NOT NULL,                -- from 0
	bytes     BLOB NOT NULL,
	PRIMARY KEY (import_id, number)
) STRICT;

-- What was left out of it; the first of many.
CREATE TABLE import_left (
	import_id INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
	number    INTEGER NOT NULL,                -- from 0
	place     TEXT NOT NULL,                   -- 'row 17'
	title     TEXT,                            -- NULL: it could not be read
	why       TEXT NOT NULL,                   -- a sentence
	PRIMARY KEY (import_id, number)
) STRICT;

-- Which plays an import has added, for its undo.
CREATE TABLE import_play (
	play_id   INTEGER NOT NULL PRIMARY KEY REFERENCES play ON DELETE CASCADE,
	import_id INTEGER NOT NULL REFERENCES import ON DELETE CASCADE
) STRICT;
CREATE INDEX import_play_import ON import_play (import_id, play_id);
