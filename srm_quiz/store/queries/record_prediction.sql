-- How ready the learner is on a day, written down once.
INSERT OR IGNORE INTO predictions VALUES (:day, :exam_day, :cards, :recall, :chance);
