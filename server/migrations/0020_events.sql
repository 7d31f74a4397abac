-- What pages tell: exposures, interactions, outcomes, holdouts, each once.
CREATE TABLE events (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  decision_id TEXT,
  rules_version BIGINT,
  model_id TEXT,
  model_version BIGINT,
  rule_id TEXT,
  nudge_type TEXT,
  placement TEXT,
  item_id TEXT,
  item_group_id TEXT,
  variation TEXT,
  action TEXT,
  outcome TEXT,
  from_value TEXT,
  to_value TEXT,
  value DOUBLE PRECISION,
  currency TEXT,
  cart_band TEXT,
  line_band TEXT,
  session_id TEXT,
  visitor_id TEXT,
  features TEXT, -- a JSON object
  PRIMARY KEY (source, id)
);
CREATE INDEX events_by_time ON events (at, source, id);

-- Counted as events come, so that the console needn't count millions. `day` is days since the epoch, UTC; `what` an
-- interaction's action, or the event's type.
CREATE TABLE rule_days (
  rule_id TEXT NOT NULL,
  day BIGINT NOT NULL,
  what TEXT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (rule_id, day, what)
);
