-- Version 3. Counts that statistics are made of, derived from the log as it grows, so that a long history is read fast.
-- `stage` is what the card was before the answer: new, learning, young, mature (an interval of three weeks or more);
-- or `practice` for an answer that moved no date.
CREATE VIEW graded AS
SELECT seq, id, day, card, verdict, answer, rating, seconds,
       (at / 1000000 + utc_offset) / 3600 % 24 AS hour,
       CASE WHEN mode != 'drill' THEN 'practice'
            WHEN before_state IS NULL THEN 'new'
            WHEN before_state != 'review' THEN 'learning'
            WHEN julianday(before_due_day) - julianday(before_last_day) < 21 THEN 'young'
            ELSE 'mature' END AS stage
FROM reviews;
CREATE TABLE tallies (
    day TEXT NOT NULL,
    hour INTEGER NOT NULL,
    stage TEXT NOT NULL,
    rating INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (day, hour, stage, rating)
) STRICT, WITHOUT ROWID;
CREATE TABLE mistakes (
    card TEXT NOT NULL,
    answer TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (card, answer)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reviews_counted AFTER INSERT ON reviews
BEGIN
    INSERT INTO tallies
    SELECT day, hour, stage, rating, 1, seconds FROM graded WHERE seq = new.seq
    ON CONFLICT DO UPDATE SET answers = answers + 1, seconds = seconds + excluded.seconds;
    INSERT INTO mistakes
    SELECT new.card, new.answer, 1 WHERE new.verdict = 'wrong' AND new.answer != '[]'
    ON CONFLICT DO UPDATE SET times = times + 1;
END;
CREATE TRIGGER retractions_counted AFTER INSERT ON retractions
BEGIN
    UPDATE tallies SET answers = tallies.answers - 1, seconds = max(0.0, tallies.seconds - gone.seconds)
    FROM (SELECT * FROM graded WHERE id = new.retracted) AS gone
    WHERE (tallies.day, tallies.hour, tallies.stage, tallies.rating)
          = (gone.day, gone.hour, gone.stage, gone.rating);
    UPDATE mistakes SET times = mistakes.times - 1
    FROM (SELECT * FROM reviews WHERE id = new.retracted AND verdict = 'wrong') AS gone
    WHERE mistakes.card = gone.card AND mistakes.answer = gone.answer;
END;
-- How ready the learner was for an exam, as it was reckoned on a study day: to be compared with what came.
CREATE TABLE predictions (
    day TEXT NOT NULL,
    exam_day TEXT NOT NULL,
    cards INTEGER NOT NULL,
    recall REAL NOT NULL,
    chance REAL NOT NULL,
    PRIMARY KEY (day, exam_day)
) STRICT, WITHOUT ROWID;
