-- 033_counts: what lists and pages count is kept, not counted at each look.
--
-- By triggers, so that no statement can forget them. None names a column that a
-- tick of a player sets.

-- How many deliveries of an integration have an outcome.
CREATE TABLE delivery_count (
	integration_id INTEGER NOT NULL REFERENCES integration ON DELETE CASCADE,
	outcome        TEXT NOT NULL,
	deliveries     INTEGER NOT NULL,           -- a run of ticks is one
	PRIMARY KEY (integration_id, outcome)
) STRICT, WITHOUT ROWID;
INSERT INTO delivery_count (integration_id, outcome, deliveries)
	SELECT integration_id, outcome, count(*) FROM delivery GROUP BY integration_id, outcome;

CREATE TRIGGER delivery_count_add AFTER INSERT ON delivery FOR EACH ROW BEGIN
	INSERT INTO delivery_count (integration_id, outcome, deliveries)
		VALUES (NEW.integration_id, NEW.outcome, 1)
		ON CONFLICT (integration_id, outcome)
		DO UPDATE SET deliveries = delivery_count.deliveries + 1;
END;
CREATE TRIGGER delivery_count_drop AFTER DELETE ON delivery FOR EACH ROW BEGIN
	UPDATE delivery_count SET deliveries = deliveries - 1
		WHERE integration_id = OLD.integration_id AND outcome = OLD.outcome;
END;
CREATE TRIGGER delivery_count_move AFTER UPDATE OF outcome, integration_id ON delivery FOR EACH ROW
WHEN (OLD.outcome <> NEW.outcome OR OLD.integration_id <> NEW.integration_id) BEGIN
	UPDATE delivery_count SET deliveries = deliveries - 1
		WHERE integration_id = OLD.integration_id AND outcome = OLD.outcome;
	INSERT INTO delivery_count (integration_id, outcome, deliveries)
		VALUES (NEW.integration_id, NEW.outcome, 1)
		ON CONFLICT (integration_id, outcome)
		DO UPDATE SET deliveries = delivery_count.deliveries + 1;
END;

-- Of the plays of a work that count. A work without one is in no list.
ALTER TABLE work ADD COLUMN plays INTEGER NOT NULL DEFAULT 0;
ALTER TABLE work ADD COLUMN open_plays INTEGER NOT NULL DEFAULT 0; -- in progress
-- When the newest of them began or was completed. An open play has been told of
-- since: its own row says when.
ALTER TABLE work ADD COLUMN latest_ms INTEGER NOT NULL DEFAULT 0;
CREATE TABLE work_tally (
	work_id    INTEGER NOT NULL PRIMARY KEY,
	plays      INTEGER NOT NULL,
	open_plays INTEGER NOT NULL,
	latest_ms  INTEGER NOT NULL
) STRICT;
INSERT INTO work_tally (work_id, plays, open_plays, latest_ms)
	SELECT t.work_id, count(*), sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END),
	max(p.updated_ms) FROM play p JOIN item t ON t.id = p.item_id
	WHERE p.removed_ms IS NULL GROUP BY t.work_id;
UPDATE work SET plays = n.plays, open_plays = n.open_plays, latest_ms = n.latest_ms
	FROM work_tally n WHERE n.work_id = work.id;
DROP TABLE work_tally;

-- Each list of works reads one of these, and not the works themselves.
CREATE INDEX work_recent ON work (person_id, latest_ms, id, kind, open_plays) WHERE plays > 0;
DROP INDEX work_title;
CREATE INDEX work_title ON work (person_id, sort_title, id, kind, open_plays) WHERE plays > 0;
DROP INDEX work_age;
CREATE INDEX work_age ON work (person_id, created_ms, id, kind, open_plays, plays); -- finds all of a person's too

-- How many works a person has, and plays of them.
CREATE TABLE work_count (
	person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	kind      TEXT NOT NULL,
	state     TEXT NOT NULL CHECK (state IN ('in_progress', 'completed')), -- the first with an open play
	works     INTEGER NOT NULL,
	plays     INTEGER NOT NULL,
	PRIMARY KEY (person_id, kind, state)
) STRICT, WITHOUT ROWID;
INSERT INTO work_count (person_id, kind, state, works, plays)
	SELECT person_id, kind, CASE WHEN open_plays > 0 THEN 'in_progress' ELSE 'completed' END,
	count(*), sum(plays) FROM work WHERE plays > 0
	GROUP BY person_id, kind, CASE WHEN open_plays > 0 THEN 'in_progress' ELSE 'completed' END;

-- A person who is being removed has no row to count in.
CREATE TRIGGER work_count_move AFTER UPDATE OF plays, open_plays, kind ON work FOR EACH ROW BEGIN
	UPDATE work_count SET works = works - 1, plays = plays - OLD.plays
		WHERE OLD.plays > 0 AND person_id = OLD.person_id AND kind = OLD.kind
		AND state = CASE WHEN OLD.open_plays > 0 THEN 'in_progress' ELSE 'completed' END;
	INSERT INTO work_count (person_id, kind, state, works, plays)
		SELECT u.id, NEW.kind,
		CASE WHEN NEW.open_plays > 0 THEN 'in_progress' ELSE 'completed' END, 1, NEW.plays
		FROM person u WHERE u.id = NEW.person_id AND NEW.plays > 0
		ON CONFLICT (person_id, kind, state) DO UPDATE
		SET works = work_count.works + 1, plays = work_count.plays + excluded.plays;
END;
CREATE TRIGGER work_count_drop AFTER DELETE ON work FOR EACH ROW WHEN (OLD.plays > 0) BEGIN
	UPDATE work_count SET works = works - 1, plays = plays - OLD.plays
		WHERE person_id = OLD.person_id AND kind = OLD.kind
		AND state = CASE WHEN OLD.open_plays > 0 THEN 'in_progress' ELSE 'completed' END;
END;

CREATE TRIGGER play_count_add AFTER INSERT ON play FOR EACH ROW WHEN (NEW.removed_ms IS NULL) BEGIN
	UPDATE work SET plays = plays + 1,
		open_plays = open_plays + CASE WHEN NEW.state = 'in_progress' THEN 1 ELSE 0 END,
		latest_ms = CASE WHEN latest_ms < NEW.updated_ms THEN NEW.updated_ms ELSE latest_ms END
		WHERE id = (SELECT t.work_id FROM item t WHERE t.id = NEW.item_id);
END;
CREATE TRIGGER play_count_drop AFTER DELETE ON play FOR EACH ROW WHEN (OLD.removed_ms IS NULL) BEGIN
	UPDATE work SET plays = plays - 1,
		open_plays = open_plays - CASE WHEN OLD.state = 'in_progress' THEN 1 ELSE 0 END,
		latest_ms = CASE WHEN latest_ms > OLD.updated_ms THEN latest_ms ELSE coalesce((
			SELECT max(p.updated_ms) FROM item t CROSS JOIN play p
			WHERE t.work_id = work.id AND p.item_id = t.id
			AND p.user_id = OLD.user_id AND p.removed_ms IS NULL), 0) END
		WHERE id = (SELECT t.work_id FROM item t WHERE t.id = OLD.item_id);
END;
-- A completion, or its undo, or another date.
CREATE TRIGGER play_count_turn AFTER UPDATE OF state, completed_ms ON play FOR EACH ROW
WHEN (OLD.item_id = NEW.item_id AND OLD.removed_ms IS NULL AND NEW.removed_ms IS NULL) BEGIN
	UPDATE work SET open_plays = open_plays
		- CASE WHEN OLD.state = 'in_progress' THEN 1 ELSE 0 END
		+ CASE WHEN NEW.state = 'in_progress' THEN 1 ELSE 0 END,
		latest_ms = CASE WHEN latest_ms <= NEW.updated_ms THEN NEW.updated_ms
		WHEN latest_ms > OLD.updated_ms THEN latest_ms ELSE coalesce((
			SELECT max(p.updated_ms) FROM item t CROSS JOIN play p
			WHERE t.work_id = work.id AND p.item_id = t.id
			AND p.user_id = NEW.user_id AND p.removed_ms IS NULL), 0) END
		WHERE id = (SELECT t.work_id FROM item t WHERE t.id = NEW.item_id);
END;
-- It is removed, or put back, or becomes a play of another work.
CREATE TRIGGER play_count_move AFTER UPDATE OF removed_ms, item_id ON play FOR EACH ROW
WHEN (OLD.item_id <> NEW.item_id
	OR (OLD.removed_ms IS NULL AND NEW.removed_ms IS NOT NULL)
	OR (OLD.removed_ms IS NOT NULL AND NEW.removed_ms IS NULL)) BEGIN
	UPDATE work SET plays = plays - 1,
		open_plays = open_plays - CASE WHEN OLD.state = 'in_progress' THEN 1 ELSE 0 END,
		latest_ms = CASE WHEN latest_ms > OLD.updated_ms THEN latest_ms ELSE coalesce((
			SELECT max(p.updated_ms) FROM item t CROSS JOIN play p
			WHERE t.work_id = work.id AND p.item_id = t.id
			AND p.user_id = OLD.user_id AND p.removed_ms IS NULL), 0) END
		WHERE OLD.removed_ms IS NULL
		AND id = (SELECT t.work_id FROM item t WHERE t.id = OLD.item_id);
	UPDATE work SET plays = plays + 1,
		open_plays = open_plays + CASE WHEN NEW.state = 'in_progress' THEN 1 ELSE 0 END,
		latest_ms = CASE WHEN latest_ms < NEW.updated_ms THEN NEW.updated_ms ELSE latest_ms END
		WHERE NEW.removed_ms IS NULL
		AND id = (SELECT t.work_id FROM item t WHERE t.id = NEW.item_id);
END;
