-- What a past day was, unless another window has said so today.
INSERT INTO closings (device, day, mark, goal, due, answers, closed_on)
SELECT :device, :day, :mark, :goal, :due, :answers, :closed_on
WHERE NOT EXISTS (
    SELECT 1 FROM (SELECT mark, closed_on FROM closings WHERE day = :day ORDER BY seq DESC LIMIT 1)
    WHERE mark != 'open' AND closed_on = :closed_on
);
