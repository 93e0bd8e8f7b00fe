-- The answers given in mock exams, which are all handed in at one instant, and how the cards stood then.
SELECT at, day, max(0, julianday(day) - julianday(before_last_day)), before_stability, rating > 1
FROM reviews
WHERE day IN (SELECT day FROM run_events WHERE mode = 'exam' AND kind = 'finished') AND mode = 'exam'
ORDER BY at, seq;
