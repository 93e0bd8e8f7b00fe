-- Days that were closed under a date later than today's are open again.
INSERT INTO closings (device, day, mark, goal, due, answers, closed_on)
SELECT :device, day, 'open', goal, due, answers, :today
FROM (SELECT *, max(seq) FROM closings GROUP BY day)
WHERE mark != 'open' AND closed_on > :today;
