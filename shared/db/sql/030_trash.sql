-- 030_trash: plays that were removed are listed, and deleted after a month.

CREATE INDEX play_removed ON play (user_id, removed_ms, id) WHERE removed_ms IS NOT NULL;
CREATE INDEX play_removed_age ON play (removed_ms) WHERE removed_ms IS NOT NULL;
