-- The newest reviews of cards learnt before, with the day of the answer before each: see outcomes.
SELECT before_last_day, day, before_stability, rating > 1
FROM (SELECT * FROM reviews ORDER BY seq DESC LIMIT 4000)
WHERE mode = 'drill' AND before_state = 'review' AND day > before_last_day
      AND id NOT IN (SELECT retracted FROM retractions)
ORDER BY seq;
