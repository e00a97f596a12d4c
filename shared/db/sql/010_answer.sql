-- 010_answer: what was answered to a report that named itself.

-- The same name and the same body get this answer again.
CREATE TABLE answer (
	user_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	name    TEXT NOT NULL,                     -- the Idempotency-Key
	hash    BLOB NOT NULL,                     -- BLAKE2b of the body, 32 octets
	status  INTEGER NOT NULL,                  -- of HTTP
	body    TEXT NOT NULL,
	at_ms   INTEGER NOT NULL,
	PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_age ON answer (user_id, at_ms);
