-- 027_opinion: what a person thinks of a work, and lists of works.

CREATE TABLE opinion (
	work_id   INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL,                -- of the work
	rating    INTEGER CHECK (rating BETWEEN 1 AND 10), -- half stars; NULL: none
	rated_ms  INTEGER,                         -- when it was given; NULL: there is none
	note      TEXT,                            -- NULL: none
	FOREIGN KEY (work_id, person_id) REFERENCES work (id, person_id) ON DELETE CASCADE,
	CHECK ((rating IS NULL) = (rated_ms IS NULL))
) STRICT;

CREATE TABLE list (
	id           INTEGER PRIMARY KEY,
	person_id    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	name         TEXT NOT NULL,
	is_watchlist INTEGER NOT NULL DEFAULT 0 CHECK (is_watchlist IN (0, 1)),
	created_ms   INTEGER NOT NULL,
	removed_ms   INTEGER,                      -- NULL: it is there
	UNIQUE (id, person_id),
	CHECK (is_watchlist = 0 OR removed_ms IS NULL)
) STRICT;
CREATE UNIQUE INDEX list_watchlist ON list (person_id) WHERE is_watchlist = 1;
CREATE INDEX list_person ON list (person_id, is_watchlist, id);

CREATE TABLE list_work (
	list_id   INTEGER NOT NULL,
	work_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,                -- of both
	place     INTEGER NOT NULL,                -- the lowest is on top
	added_ms  INTEGER NOT NULL,
	PRIMARY KEY (list_id, work_id),
	FOREIGN KEY (list_id, person_id) REFERENCES list (id, person_id) ON DELETE CASCADE,
	FOREIGN KEY (work_id, person_id) REFERENCES work (id, person_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX list_work_place ON list_work (list_id, place, work_id);
CREATE INDEX list_work_work ON list_work (work_id, person_id);

-- Edits of these have no play; the values before and after are in value_old and
-- value_new: half stars, the note, the number of the list. 'dated' moves a play;
-- they hold its times then.
ALTER TABLE edit RENAME COLUMN deed TO deed_before;
ALTER TABLE edit ADD COLUMN deed TEXT NOT NULL DEFAULT 'id' CHECK (deed IN ('added', 'completed',
	'removed', 'id', 'rated', 'noted', 'listed', 'unlisted', 'dated'));
UPDATE edit SET deed = deed_before;
ALTER TABLE edit DROP COLUMN deed_before;
