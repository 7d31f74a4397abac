-- One schema for SQLite and PostgreSQL: times are milliseconds since the epoch, ids are UUIDs of version 7 as text,
-- truth values are 0 and 1.
CREATE TABLE people (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE, -- in lower case
  role TEXT NOT NULL,
  password TEXT, -- a PHC string; NULL until the invitation is taken
  created_at BIGINT NOT NULL
);

-- One-time links to set a password with. Only the SHA-256 of what a link holds is kept.
CREATE TABLE links (
  hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT REFERENCES people (id) ON DELETE CASCADE, -- NULL for the first admin
  purpose TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  csrf_token TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL, -- separated by spaces
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at BIGINT
);

CREATE TABLE audit (
  id TEXT NOT NULL PRIMARY KEY, -- in the order of time
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
