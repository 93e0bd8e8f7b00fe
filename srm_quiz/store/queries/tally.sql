-- How many answers a study day holds: all, first meetings, and reviews of cards learnt before.
SELECT count(*),
       count(*) FILTER (WHERE mode = 'drill' AND before_state IS NULL),
       count(*) FILTER (WHERE mode = 'drill' AND before_state = 'review')
FROM reviews
WHERE day = :day AND id NOT IN (SELECT retracted FROM retractions);
