-- 009_gone: plays keep the name of an integration that was removed.

-- Of the integration that told last. NULL: it is there, or it was entered
-- manually, or the integration was removed before these columns.
ALTER TABLE play ADD COLUMN gone_provider TEXT;
ALTER TABLE play ADD COLUMN gone_name TEXT;
