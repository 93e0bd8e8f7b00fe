-- How many answers a study day holds: all, first meetings, reviews of cards learnt before; and the drill's seconds.
SELECT count(*),
       count(*) FILTER (WHERE mode = 'drill' AND before_state IS NULL),
       count(*) FILTER (WHERE mode = 'drill' AND before_state = 'review'),
       total(seconds) FILTER (WHERE mode = 'drill')
FROM reviews
WHERE day = :day AND id NOT IN (SELECT retracted FROM retractions);
