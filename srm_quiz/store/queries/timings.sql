-- The newest answers of the drill that count: first meetings and reviews of cards learnt before, with their seconds.
SELECT before_state IS NULL, rating > 1, seconds
FROM (SELECT * FROM reviews ORDER BY seq DESC LIMIT 1000)
WHERE mode = 'drill' AND ifnull(before_state, 'review') = 'review'
      AND id NOT IN (SELECT retracted FROM retractions);
