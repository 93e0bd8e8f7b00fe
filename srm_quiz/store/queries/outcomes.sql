-- The newest reviews of cards learnt before: days since the last answer, stability before, whether it was passed.
SELECT julianday(day) - julianday(before_last_day), before_stability, rating > 1
FROM (SELECT * FROM reviews ORDER BY seq DESC LIMIT 4000)
WHERE mode = 'drill' AND before_state = 'review' AND day > before_last_day
      AND id NOT IN (SELECT retracted FROM retractions);
