-- Version 6. A history may go to another card and back again, as decks are renamed and restored: so a card may be the
-- `old` of several links, each of which moves what the card holds at that place in the log. A retraction of a link
-- gives the history back.
DROP TRIGGER links_stay;
DROP TRIGGER links_last;
ALTER TABLE links RENAME TO former_links;
CREATE TABLE links (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    rollover INTEGER NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL
) STRICT;
INSERT INTO links SELECT seq, id, device, at, day, utc_offset, rollover, old, new FROM former_links;
DROP TABLE former_links;
CREATE INDEX links_by_old ON links (old);
CREATE INDEX links_by_new ON links (new);
CREATE TRIGGER links_once BEFORE INSERT ON links
WHEN EXISTS (SELECT 1 FROM links WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER links_stay BEFORE UPDATE ON links BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER links_last BEFORE DELETE ON links BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
-- Which cards were in the decks. The readings of changed decks are numbered: `first` is the first that had the card,
-- `since` the first from which on it was always there, `until` the first without it. Of cards with progress there is
-- the digest of what they ask and what is right, by which they are known again under another name.
CREATE TABLE sightings (
    card TEXT PRIMARY KEY,
    first INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    fingerprint TEXT
) STRICT, WITHOUT ROWID;
