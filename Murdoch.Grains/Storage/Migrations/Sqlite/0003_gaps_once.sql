-- A guild's gap that is opened again after a crash is the same gap.
CREATE UNIQUE INDEX idx_gaps_once ON gaps (guild_id, from_at);
