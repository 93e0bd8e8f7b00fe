-- What a study day asked for, written down when it is first seen and never again.
INSERT INTO days
SELECT :day, :goal, :due
WHERE NOT EXISTS (SELECT 1 FROM days WHERE day = :day);
