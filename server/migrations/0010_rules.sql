-- Every version that was ever live; the one with the highest number is.
CREATE TABLE versions (
  version BIGINT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL, -- the bytes that are served and signed
  kind TEXT NOT NULL,
  of_version BIGINT, -- which one a rollback went back to
  note TEXT NOT NULL,
  rules BIGINT NOT NULL, -- how many
  published_at BIGINT NOT NULL,
  by_id TEXT,
  by_name TEXT NOT NULL
);

-- One row: what everybody edits. Whoever changes rules updates it first, so that changes come one after another.
CREATE TABLE draft (
  id BIGINT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  archived TEXT NOT NULL, -- rules that were put away
  edits TEXT NOT NULL, -- by rule: when and by whom it was edited last
  revision BIGINT NOT NULL,
  based_on BIGINT, -- the live version that it was made from
  edited_at BIGINT,
  by_id TEXT,
  by_name TEXT
);
INSERT INTO draft (id, document, archived, edits, revision)
VALUES (1, '{"default_locale":"en","rules":[],"schema_version":2}', '[]', '{}', 1);

CREATE TABLE scheduled (
  id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  document TEXT NOT NULL,
  note TEXT NOT NULL,
  rules BIGINT NOT NULL,
  seen BIGINT, -- the live version that it was reviewed against
  by_id TEXT,
  by_name TEXT NOT NULL,
  status TEXT NOT NULL,
  why TEXT,
  version BIGINT
);
