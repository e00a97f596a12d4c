-- 022_place: where reading programs are in a book, which they ask for again.

-- BLAKE2b of what such a program makes of the token, its MD5 in hexadecimal, as
-- it signs in with that; NULL: the token is older than this column.
ALTER TABLE token ADD COLUMN md5_hash BLOB;
CREATE UNIQUE INDEX token_md5 ON token (md5_hash) WHERE md5_hash IS NOT NULL;

CREATE TABLE place (
	user_id   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	document  TEXT NOT NULL,                   -- the program's digest of the file
	progress  TEXT NOT NULL,                   -- the place in the program's own words
	share     INTEGER NOT NULL CHECK (share BETWEEN 0 AND 1000000),
	device    TEXT NOT NULL,                   -- its name, which told last
	device_id TEXT NOT NULL,
	at_ms     INTEGER NOT NULL,
	PRIMARY KEY (user_id, document)
) STRICT;
CREATE INDEX place_age ON place (user_id, at_ms);
