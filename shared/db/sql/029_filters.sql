-- 029_filters: what an integration does not track.

ALTER TABLE integration ADD COLUMN filters TEXT; -- lines like 'not library Kids'; see shared/progress/filter.h
