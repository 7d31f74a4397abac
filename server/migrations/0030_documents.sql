-- What the warehouse loads.
CREATE TABLE signals (
  customer_id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  loaded_at BIGINT NOT NULL
);

CREATE TABLE products (
  id TEXT NOT NULL PRIMARY KEY, -- the item's, or the group's where the facts are about all of it
  group_id TEXT,
  document TEXT NOT NULL,
  loaded_at BIGINT NOT NULL
);
CREATE INDEX products_by_group ON products (group_id);

-- The order history for simulations: at most one is whole, and it is the one that is served.
CREATE TABLE order_files (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  is_whole BIGINT NOT NULL
);
CREATE TABLE order_chunks (
  file_id TEXT NOT NULL REFERENCES order_files (id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  bytes TEXT NOT NULL, -- in base64: the one type of bytes that both databases share is text
  PRIMARY KEY (file_id, place)
);
