-- What a past day was, unless another window has said so meanwhile.
INSERT INTO closings (device, day, mark, goal, due, answers, closed_on)
SELECT :device, :day, :mark, :goal, :due, :answers, :closed_on
WHERE ifnull((SELECT mark FROM closings WHERE day = :day ORDER BY seq DESC LIMIT 1), 'open') = 'open';
