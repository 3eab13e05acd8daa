-- Clicks up to the position `compacted` are in parts: Parquet files in a folder beside this one. A part is named here or it is nothing.
CREATE TABLE click_tiers (
    compacted INTEGER NOT NULL,
    -- How often the parts have been changed: names of files are made from it, and never used again.
    generation INTEGER NOT NULL
);
INSERT INTO click_tiers VALUES (0, 0);

-- Positions of a part's first and last click in the log; no two parts' overlap. Ids in their order as bytes.
CREATE TABLE click_parts (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    file TEXT NOT NULL,
    clicks INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    lowest BLOB NOT NULL,
    highest BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    -- The days (UTC) of its clicks, counted from 1970: a JSON list.
    days TEXT NOT NULL
);

-- Files that are parts no more, and stay for those who are still reading them; null until somebody with a clock has seen it.
CREATE TABLE retired_parts (
    file TEXT PRIMARY KEY,
    retired_at INTEGER
) WITHOUT ROWID;

-- What was dropped from the log because it was old: totals are these and the log.
CREATE TABLE purged_clicks (
    link INTEGER PRIMARY KEY,
    clicks INTEGER NOT NULL,
    visits INTEGER NOT NULL
);

-- Days (UTC, counted from 1970) that are added up below. A day that is stale has had other clicks since.
CREATE TABLE settled_days (
    day INTEGER PRIMARY KEY,
    is_stale INTEGER NOT NULL
);

-- What clicks of a settled day add up to, packed: link by link, a few thousand links to a row, by the row's first one.
CREATE TABLE day_links (
    workspace BLOB NOT NULL,
    day INTEGER NOT NULL,
    first_link INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (workspace, day, first_link)
) WITHOUT ROWID;

-- The same by quarter-hour (dimension -1) and by value of a dimension; for workspaces (16 bytes) and for busy links (8 bytes).
CREATE TABLE day_numbers (
    subject BLOB NOT NULL,
    dimension INTEGER NOT NULL,
    day INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (subject, dimension, day)
) WITHOUT ROWID;

-- Whose sums a day has in `day_numbers`.
CREATE TABLE day_subjects (
    day INTEGER NOT NULL,
    subject BLOB NOT NULL,
    PRIMARY KEY (day, subject)
) WITHOUT ROWID;

-- Days whose visitors are told apart by one salt. A day that is in none of these has a salt of its own.
CREATE TABLE visitor_spans (
    first_day INTEGER PRIMARY KEY,
    last_day INTEGER NOT NULL
);
