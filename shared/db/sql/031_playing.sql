-- 031_playing: what further policies of an integration need.

-- When it paused itself after failures, as its policy says; NULL: it did not,
-- or was switched on again.
ALTER TABLE integration ADD COLUMN paused_ms INTEGER;

-- Until when it counts as playing now without further reports, where the policy
-- asks for that; NULL or past: it does not.
ALTER TABLE play ADD COLUMN playing_until_ms INTEGER CHECK (playing_until_ms >= 0);

-- Besides, 64 in sitting.flags: its completion was taken back.
