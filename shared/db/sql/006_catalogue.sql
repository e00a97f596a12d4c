-- 006_catalogue: works, ids and titles belong to a person.
--
-- A work that several people had becomes one work per person, each with the
-- parts that its person has played. The one with the lowest number keeps the
-- work's number. The tables that lead to a work are written anew, because
-- SQLite adds no NOT NULL column that points to another table.

-- Who has a work, and its number in the catalogue of that person.
CREATE TABLE split (
	work_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	copy_id   INTEGER,
	PRIMARY KEY (work_id, person_id)
) STRICT;
INSERT INTO split (work_id, person_id)
	SELECT t.work_id, p.user_id FROM play p JOIN item t ON t.id = p.item_id
	UNION SELECT t.work_id, g.user_id FROM sitting g JOIN item t ON t.id = g.item_id
	UNION SELECT work_id, user_id FROM edit;
UPDATE split SET copy_id = work_id WHERE NOT EXISTS (SELECT 1 FROM split o
	WHERE o.work_id = split.work_id AND o.person_id < split.person_id);

CREATE TABLE split_more (
	work_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	copy_id   INTEGER NOT NULL,
	PRIMARY KEY (work_id, person_id)
) STRICT;
INSERT INTO split_more SELECT work_id, person_id, (SELECT max(id) FROM work)
	+ row_number() OVER (ORDER BY work_id, person_id) FROM split WHERE copy_id IS NULL;
UPDATE split SET copy_id = (SELECT m.copy_id FROM split_more m
	WHERE m.work_id = split.work_id AND m.person_id = split.person_id)
	WHERE copy_id IS NULL;

-- The same for the parts of works.
CREATE TABLE split_item (
	item_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	copy_id   INTEGER,
	PRIMARY KEY (item_id, person_id)
) STRICT;
INSERT INTO split_item (item_id, person_id)
	SELECT item_id, user_id FROM play UNION SELECT item_id, user_id FROM sitting;
UPDATE split_item SET copy_id = item_id WHERE NOT EXISTS (SELECT 1 FROM split_item o
	WHERE o.item_id = split_item.item_id AND o.person_id < split_item.person_id);

CREATE TABLE split_item_more (
	item_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	copy_id   INTEGER NOT NULL,
	PRIMARY KEY (item_id, person_id)
) STRICT;
INSERT INTO split_item_more SELECT item_id, person_id, (SELECT max(id) FROM item)
	+ row_number() OVER (ORDER BY item_id, person_id) FROM split_item WHERE copy_id IS NULL;
UPDATE split_item SET copy_id = (SELECT m.copy_id FROM split_item_more m
	WHERE m.item_id = split_item.item_id AND m.person_id = split_item.person_id)
	WHERE copy_id IS NULL;

-- Where the servers of each person are: "books.example.org/".
CREATE TABLE split_server (
	person_id INTEGER NOT NULL,
	address   TEXT NOT NULL,
	PRIMARY KEY (person_id, address)
) STRICT;
INSERT INTO split_server
	SELECT DISTINCT i.user_id, replace(replace(a.url, 'https://', ''), 'http://', '') || '/'
	FROM account a JOIN integration i ON i.id = a.integration_id;

-- What is not handed to the people of a shared work: an id with the address of
-- a server that is not theirs. An id without an address says nothing of whose
-- server it is.
CREATE TABLE split_strange (
	work_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (work_id, person_id, value)
) STRICT;
INSERT INTO split_strange
	SELECT s.work_id, s.person_id, x.value FROM split s JOIN (
		SELECT work_id, value FROM work_id WHERE source = 'local'
		UNION SELECT work_id, value FROM work_conflict WHERE source = 'local'
	) x ON x.work_id = s.work_id
	WHERE x.value LIKE '%/%' AND EXISTS (SELECT 1 FROM split o
		WHERE o.work_id = s.work_id AND o.person_id <> s.person_id)
	AND NOT EXISTS (SELECT 1 FROM split_server v WHERE v.person_id = s.person_id
		AND substr(x.value, 1, length(v.address)) = v.address);

-- A work that has no other id keeps them: nothing would find it.
CREATE TABLE split_nameless (
	work_id   INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	PRIMARY KEY (work_id, person_id)
) STRICT;
INSERT INTO split_nameless SELECT s.work_id, s.person_id FROM split s
	WHERE NOT EXISTS (SELECT 1 FROM work_id x WHERE x.work_id = s.work_id
		AND (x.source <> 'local' OR NOT EXISTS (SELECT 1 FROM split_strange o
			WHERE o.work_id = s.work_id AND o.person_id = s.person_id
			AND o.value = x.value)));
DELETE FROM split_strange WHERE EXISTS (SELECT 1 FROM split_nameless n
	WHERE n.work_id = split_strange.work_id AND n.person_id = split_strange.person_id);

ALTER TABLE work RENAME TO work_old;
ALTER TABLE work_id RENAME TO work_id_old;
ALTER TABLE work_conflict RENAME TO work_conflict_old;
ALTER TABLE item RENAME TO item_old;
ALTER TABLE play RENAME TO play_old;
ALTER TABLE sitting RENAME TO sitting_old;
ALTER TABLE edit RENAME TO edit_old;
ALTER TABLE delivery_play RENAME TO delivery_play_old;

-- A film, a show, an audiobook, a podcast, a book in the catalogue of a person.
CREATE TABLE work (
	id         INTEGER PRIMARY KEY,
	person_id  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	kind       TEXT NOT NULL CHECK (kind IN ('movie', 'show', 'audiobook', 'podcast', 'book')),
	title      TEXT,                           -- the first one a sender told; NULL: none yet
	year       INTEGER,
	author     TEXT,                           -- of a book; NULL: none told
	link       TEXT,                           -- to it on the sender's side
	created_ms INTEGER NOT NULL,
	UNIQUE (id, person_id)
) STRICT;

-- What a work is known by elsewhere; any of its ids finds it.
CREATE TABLE work_id (
	person_id INTEGER NOT NULL,                -- of the work
	kind      TEXT NOT NULL,                   -- of the work: TMDb numbers films and shows apart
	source    TEXT NOT NULL,                   -- tmdb, tvdb, imdb, ...
	value     TEXT NOT NULL,
	work_id   INTEGER NOT NULL,
	PRIMARY KEY (person_id, kind, source, value),
	FOREIGN KEY (work_id, person_id) REFERENCES work (id, person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- An id of a report that another work of the person has, or a second id of one
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
	user_id        INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
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
	removed_ms     INTEGER,                    -- its person took it out; NULL: it counts
	CHECK (furthest >= share),
	CHECK ((state = 'completed') = (completed_ms IS NOT NULL)),
	CHECK (completed_ms >= started_ms)
) STRICT;

-- One sitting of one person before one item: it tells "more of the same"
-- from "once again". Only the last one matters.
CREATE TABLE sitting (
	user_id       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	item_id       INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
	session       TEXT,                        -- the player's own name for it
	play_event_ms INTEGER,                     -- when its Play came; NULL: none heard
	heard_ms      INTEGER NOT NULL,            -- last word of it
	done          INTEGER NOT NULL CHECK (done IN (0, 1)), -- it completed its play
	PRIMARY KEY (user_id, item_id)
) STRICT, WITHOUT ROWID;

-- What a person changed on a page, with what stood there before.
CREATE TABLE edit (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	work_id      INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
	play_id      INTEGER REFERENCES play ON DELETE CASCADE, -- NULL: an id was corrected
	deed         TEXT NOT NULL CHECK (deed IN ('added', 'completed', 'removed', 'id')),
	updated_ms   INTEGER,                      -- of a play before it was completed
	sitting_done INTEGER CHECK (sitting_done IN (0, 1)), -- its sitting before; NULL: it had none
	source       TEXT,                         -- of a corrected id, as the next two
	value_old    TEXT,                         -- NULL: there was none
	value_new    TEXT,                         -- NULL: it was removed
	at_ms        INTEGER NOT NULL,
	undone_ms    INTEGER                       -- NULL: it stands
) STRICT;

-- Which plays a delivery touched.
CREATE TABLE delivery_play (
	delivery_id INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
	play_id     INTEGER NOT NULL REFERENCES play ON DELETE CASCADE,
	PRIMARY KEY (delivery_id, play_id)
) STRICT, WITHOUT ROWID;

-- A link leads to a server, as some ids do.
INSERT INTO work (id, person_id, kind, title, year, author, link, created_ms)
	SELECT s.copy_id, s.person_id, w.kind, w.title, w.year, w.author,
	CASE WHEN NOT EXISTS (SELECT 1 FROM split o
			WHERE o.work_id = s.work_id AND o.person_id <> s.person_id)
		OR EXISTS (SELECT 1 FROM split_server v WHERE v.person_id = s.person_id
			AND substr(replace(replace(w.link, 'https://', ''), 'http://', ''),
				1, length(v.address)) = v.address)
		THEN w.link END, w.created_ms
	FROM split s JOIN work_old w ON w.id = s.work_id ORDER BY s.copy_id;
INSERT INTO work_id (person_id, kind, source, value, work_id)
	SELECT s.person_id, x.kind, x.source, x.value, s.copy_id
	FROM work_id_old x JOIN split s ON s.work_id = x.work_id
	WHERE x.source <> 'local' OR NOT EXISTS (SELECT 1 FROM split_strange o
		WHERE o.work_id = s.work_id AND o.person_id = s.person_id AND o.value = x.value);
INSERT INTO work_conflict (work_id, source, value, seen_ms)
	SELECT s.copy_id, x.source, x.value, x.seen_ms
	FROM work_conflict_old x JOIN split s ON s.work_id = x.work_id
	WHERE x.source <> 'local' OR NOT EXISTS (SELECT 1 FROM split_strange o
		WHERE o.work_id = s.work_id AND o.person_id = s.person_id AND o.value = x.value);
INSERT INTO item (id, work_id, part, season, episode, title)
	SELECT c.copy_id, s.copy_id, t.part, t.season, t.episode, t.title
	FROM split_item c JOIN item_old t ON t.id = c.item_id
	JOIN split s ON s.work_id = t.work_id AND s.person_id = c.person_id ORDER BY c.copy_id;
INSERT INTO play (id, user_id, item_id, integration_id, state, share, furthest, position_ms,
	duration_ms, session, started_ms, updated_ms, completed_ms, removed_ms)
	SELECT p.id, p.user_id, c.copy_id, p.integration_id, p.state, p.share, p.furthest,
	p.position_ms, p.duration_ms, p.session, p.started_ms, p.updated_ms, p.completed_ms,
	p.removed_ms FROM play_old p
	JOIN split_item c ON c.item_id = p.item_id AND c.person_id = p.user_id ORDER BY p.id;
INSERT INTO sitting (user_id, item_id, session, play_event_ms, heard_ms, done)
	SELECT g.user_id, c.copy_id, g.session, g.play_event_ms, g.heard_ms, g.done
	FROM sitting_old g
	JOIN split_item c ON c.item_id = g.item_id AND c.person_id = g.user_id;
INSERT INTO edit (id, user_id, work_id, play_id, deed, updated_ms, sitting_done, source,
	value_old, value_new, at_ms, undone_ms)
	SELECT e.id, e.user_id, s.copy_id, e.play_id, e.deed, e.updated_ms, e.sitting_done,
	e.source, e.value_old, e.value_new, e.at_ms, e.undone_ms FROM edit_old e
	JOIN split s ON s.work_id = e.work_id AND s.person_id = e.user_id ORDER BY e.id;
INSERT INTO delivery_play (delivery_id, play_id)
	SELECT delivery_id, play_id FROM delivery_play_old ORDER BY delivery_id, play_id;

-- From the leaves to the root, so that nothing is deleted on the way.
DROP TABLE delivery_play_old;
DROP TABLE edit_old;
DROP TABLE sitting_old;
DROP TABLE play_old;
DROP TABLE item_old;
DROP TABLE work_conflict_old;
DROP TABLE work_id_old;
DROP TABLE work_old;
DROP TABLE split_nameless;
DROP TABLE split_strange;
DROP TABLE split_server;
DROP TABLE split_item_more;
DROP TABLE split_item;
DROP TABLE split_more;
DROP TABLE split;

CREATE INDEX work_title ON work (person_id, lower(coalesce(title, '')), id);
CREATE INDEX work_age ON work (person_id, created_ms, id);
CREATE INDEX work_id_work ON work_id (work_id, person_id);
-- The item first: it finds the plays when a person and their works are removed.
CREATE INDEX play_item ON play (item_id, user_id, id);
CREATE INDEX play_updated ON play (user_id, updated_ms);
-- At most one open play per person and item, whatever the program does.
CREATE UNIQUE INDEX play_open ON play (user_id, item_id)
	WHERE state = 'in_progress' AND removed_ms IS NULL;
CREATE INDEX play_completed ON play (user_id, completed_ms)
	WHERE completed_ms IS NOT NULL AND removed_ms IS NULL;
CREATE INDEX sitting_item ON sitting (item_id);
CREATE INDEX edit_work ON edit (work_id, user_id, id);
CREATE INDEX edit_play ON edit (play_id);
CREATE INDEX delivery_play_play ON delivery_play (play_id);
