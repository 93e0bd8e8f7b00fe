-- The schedule that the newest answer of a card which counts left it with, by any of the names it had.
WITH RECURSIVE names(card) AS (
    SELECT :card UNION SELECT links.old FROM links JOIN names ON links.new = names.card
)
SELECT after_state, after_step, after_stability, after_difficulty, after_due_day, after_due_at,
       after_last_day, after_reps, after_lapses
FROM reviews
WHERE card IN names AND mode = 'drill' AND id NOT IN (SELECT retracted FROM retractions)
      AND seq > (SELECT ifnull(max(seq), 0) FROM resets WHERE card IN names)
ORDER BY seq DESC
LIMIT 1;
