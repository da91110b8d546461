ALTER TABLE violations ADD COLUMN subject TEXT NOT NULL DEFAULT 'message';

ALTER TABLE metrics_hourly ADD COLUMN nickname_resets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metrics_hourly ADD COLUMN thread_deletes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metrics_hourly ADD COLUMN thread_renames INTEGER NOT NULL DEFAULT 0;
