-- The schedule that the newest answer of a card which counts left it with.
SELECT after_state, after_step, after_stability, after_difficulty, after_due_day, after_due_at,
       after_last_day, after_reps, after_lapses
FROM reviews
WHERE card = :card AND mode = 'drill' AND id NOT IN (SELECT retracted FROM retractions)
ORDER BY seq DESC
LIMIT 1;
