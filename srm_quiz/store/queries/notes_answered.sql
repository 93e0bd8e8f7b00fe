-- The notes of which a card was drilled on a study day.
SELECT DISTINCT substr(card, 1, instr(card, '#') - 1)
FROM reviews
WHERE day = :day AND mode = 'drill' AND id NOT IN (SELECT retracted FROM retractions);
