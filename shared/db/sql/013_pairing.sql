-- 013_pairing: signing in a device that has no keyboard, by a short code.

CREATE TABLE pairing (
	id         INTEGER PRIMARY KEY,
	hash       BLOB NOT NULL UNIQUE,           -- BLAKE2b of the code that only the device has, 32 octets
	code       TEXT NOT NULL UNIQUE,           -- the short one that a person enters
	name       TEXT NOT NULL,                  -- what the device calls itself; its token gets it
	remote     TEXT NOT NULL,                  -- address that it asked from
	created_ms INTEGER NOT NULL,
	asked_ms   INTEGER NOT NULL,               -- when it asked for its token last; 0: never
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'allowed', 'denied', 'used')),
	user_id    INTEGER REFERENCES person ON DELETE CASCADE -- who answered; NULL: nobody yet
) STRICT;
CREATE INDEX pairing_age ON pairing (created_ms);
CREATE INDEX pairing_remote ON pairing (remote);
CREATE INDEX pairing_user ON pairing (user_id);
