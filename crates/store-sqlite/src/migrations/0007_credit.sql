-- What each touch is given for each conversion, the rules by which, and what is to be worked out anew.

-- A touch has a number that credits name, and all that its click said that numbers are told apart by.
CREATE TABLE touches_with_values (
    id INTEGER PRIMARY KEY,
    person BLOB NOT NULL REFERENCES persons,
    link INTEGER NOT NULL,
    at INTEGER NOT NULL,
    click BLOB,
    utm TEXT,
    metadata TEXT,
    country TEXT,
    region TEXT,
    city TEXT,
    time_zone TEXT,
    device TEXT,
    system TEXT,
    browser TEXT,
    language TEXT,
    referrer TEXT,
    platform TEXT,
    destination TEXT
);
INSERT INTO touches_with_values (person, link, at, click, utm, metadata) SELECT person, link, at, click, utm, metadata FROM touches;
DROP TABLE touches;
ALTER TABLE touches_with_values RENAME TO touches;
CREATE UNIQUE INDEX touches_by_person ON touches (person, link, at, ifnull(click, x''));
CREATE INDEX touches_by_link ON touches (link, person, at);
CREATE INDEX touches_by_time ON touches (at, person);
CREATE INDEX touches_by_click ON touches (click) WHERE click IS NOT NULL;

CREATE INDEX persons_by_workspace ON persons (workspace, id);
CREATE INDEX conversions_by_time ON conversions (workspace, occurred_at, person);

-- Without a conversion: a claim. The counts and dollars of person_credits are sums of this.
CREATE TABLE credits (
    person BLOB NOT NULL,
    conversion BLOB,
    touch INTEGER NOT NULL,
    workspace BLOB NOT NULL,
    link INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    currency TEXT,
    gross_mills INTEGER NOT NULL,
    net_mills INTEGER NOT NULL
);
CREATE INDEX credits_by_person ON credits (person);
CREATE INDEX credits_by_time ON credits (workspace, at);
CREATE INDEX credits_by_link ON credits (link, at);

CREATE TABLE attribution_rules (
    workspace BLOB PRIMARY KEY REFERENCES workspaces,
    model TEXT NOT NULL,
    half_life_hours INTEGER NOT NULL
) WITHOUT ROWID;

-- Without a link: everybody of the workspace. Persons up to `behind` are done.
CREATE TABLE recomputes (
    number INTEGER PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    link INTEGER,
    asked_at INTEGER NOT NULL,
    behind BLOB NOT NULL DEFAULT x'',
    done INTEGER NOT NULL DEFAULT 0,
    persons INTEGER NOT NULL
);
CREATE UNIQUE INDEX recomputes_by_scope ON recomputes (workspace, ifnull(link, 0));

-- Whoever was known before has no credits yet.
INSERT INTO recomputes (workspace, asked_at, persons)
    SELECT workspace, unixepoch() * 1000, count(*) FROM persons GROUP BY workspace;

-- Read-only views of one link's or one tag's numbers, for whoever has the address.
CREATE TABLE shares (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    link INTEGER REFERENCES links,
    tag TEXT,
    hides_money INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;
CREATE INDEX shares_by_workspace ON shares (workspace, created_at);

-- Somebody who was erased counts as what he was: known by name, or by a click alone.
ALTER TABLE persons ADD COLUMN was_identified INTEGER NOT NULL DEFAULT 0;

-- Keys of conversions whose person was erased, as hashes: what is reported again is still a duplicate.
CREATE TABLE erased_keys (
    workspace BLOB NOT NULL,
    hash BLOB NOT NULL,
    conversion BLOB NOT NULL,
    PRIMARY KEY (workspace, hash)
) WITHOUT ROWID;

-- Few links say what they cost.
CREATE INDEX links_by_cost ON links (workspace, id) WHERE settings ->> '$.cost' IS NOT NULL;
