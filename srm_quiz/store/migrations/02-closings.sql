-- Version 2. What past study days were to the streak. The newest row of a day holds; `open` takes a closing back
-- that was made under a later date than the one it is now: the clock was wrong, or the learner flew east to west.
CREATE TABLE closings (
    seq INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    day TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('counted', 'safe', 'frozen', 'astray', 'missed', 'open')),
    goal INTEGER NOT NULL,
    due INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    closed_on TEXT NOT NULL
) STRICT;
CREATE INDEX closings_by_day ON closings (day);
CREATE TRIGGER closings_once BEFORE INSERT ON closings
WHEN EXISTS (SELECT 1 FROM closings WHERE seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'this is in the log already'); END;
CREATE TRIGGER closings_stay BEFORE UPDATE ON closings BEGIN SELECT RAISE(ABORT, 'a past day stays'); END;
CREATE TRIGGER closings_last BEFORE DELETE ON closings BEGIN SELECT RAISE(ABORT, 'a past day stays'); END;
