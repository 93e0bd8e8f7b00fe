-- The newest answers of the drill that count: card, whether it was the first, whether it was passed, seconds.
SELECT card, before_state IS NULL, rating > 1, seconds
FROM (SELECT * FROM reviews ORDER BY seq DESC LIMIT 2000)
WHERE mode = 'drill' AND id NOT IN (SELECT retracted FROM retractions);
