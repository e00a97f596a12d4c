-- 028_picture: where works are on the servers that told of them, and their
-- pictures.

-- Found by the worker in the reports that are kept. A work that no report tells
-- of has a row too, so that it is not looked at again and again.
CREATE TABLE origin (
	work_id          INTEGER PRIMARY KEY REFERENCES work ON DELETE CASCADE,
	integration_id   INTEGER REFERENCES integration ON DELETE SET NULL, -- NULL: not known
	item             TEXT,                       -- the server's own id of it; NULL: none
	address          TEXT,                       -- of its picture on a public host; NULL: none
	looked_ms        INTEGER NOT NULL,           -- when its reports were looked at
	picture_ms       INTEGER NOT NULL DEFAULT 0, -- its picture is not asked for before
	picture_failures INTEGER NOT NULL DEFAULT 0  -- in a row
) STRICT;
CREATE INDEX origin_integration ON origin (integration_id, picture_ms);
CREATE INDEX origin_address ON origin (integration_id, picture_ms) WHERE address IS NOT NULL;
CREATE INDEX origin_looked ON origin (looked_ms) WHERE integration_id IS NULL;

-- The picture of a work: a file beside the database, named by its content.
CREATE TABLE picture (
	work_id   INTEGER PRIMARY KEY REFERENCES work ON DELETE CASCADE,
	person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- of the work
	hash      TEXT NOT NULL,                   -- BLAKE2b in hexadecimal: the name of the file
	width     INTEGER NOT NULL,
	height    INTEGER NOT NULL,
	bytes     INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_hash ON picture (hash, person_id);
CREATE INDEX picture_person ON picture (person_id);
