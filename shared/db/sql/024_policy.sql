-- 024_policy: what a person has set for one integration beyond its two limits.

-- "minutes_left=3 movie_complete_percent=9000": a name of policy_rules
-- (shared/progress/policy.c) and its number each; NULL: all is as usual. One
-- column, because it is read with every report.
ALTER TABLE integration ADD COLUMN policy TEXT;

-- How much of it was really watched, in ms, where the policy asks for that;
-- NULL: not counted.
ALTER TABLE play ADD COLUMN watched_ms INTEGER CHECK (watched_ms >= 0);
