-- 008_access: guessing and tokens.

-- A browser in which a person has signed in before. Its attempts are counted
-- apart, so that nobody else's keep the person out.
CREATE TABLE device (
	id           INTEGER PRIMARY KEY,
	person_id    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	hash         BLOB NOT NULL UNIQUE,         -- BLAKE2b of the cookie, 32 bytes
	last_used_ms INTEGER NOT NULL              -- when it signed in last
) STRICT;
CREATE INDEX device_person ON device (person_id, last_used_ms);
