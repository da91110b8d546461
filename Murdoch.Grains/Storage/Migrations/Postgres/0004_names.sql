ALTER TABLE violations ADD COLUMN subject text NOT NULL DEFAULT 'message';

ALTER TABLE metrics_hourly
    ADD COLUMN nickname_resets integer NOT NULL DEFAULT 0,
    ADD COLUMN thread_deletes integer NOT NULL DEFAULT 0,
    ADD COLUMN thread_renames integer NOT NULL DEFAULT 0;
