-- 012_access: guessing and tokens.

-- A browser in which a person has signed in before. Its attempts are counted
-- apart, so that nobody else's keep the person out.
CREATE TABLE device (
	id           INTEGER PRIMARY KEY,
	person_id    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	hash         BLOB NOT NULL UNIQUE,         -- BLAKE2b of the cookie, 32 bytes
	last_used_ms INTEGER NOT NULL              -- when it signed in last
) STRICT;
CREATE INDEX device_person ON device (person_id, last_used_ms);

-- What a token may do. Those made before could do everything.
ALTER TABLE token ADD COLUMN scope TEXT NOT NULL DEFAULT 'report'
	CHECK (scope IN ('report', 'read', 'all'));
UPDATE token SET scope = 'all';

-- The token that made it through the API: it is revoked with that one.
ALTER TABLE token ADD COLUMN parent_id INTEGER REFERENCES token ON DELETE SET NULL;
CREATE INDEX token_parent ON token (parent_id);
