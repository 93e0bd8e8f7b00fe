-- The answers of the drill on the newest study days that had some, the latest first: all, passed, and their seconds.
SELECT day, sum(answers), total(answers) FILTER (WHERE rating > 1), total(seconds)
FROM tallies
WHERE stage != 'practice' AND day <= :day
GROUP BY day
HAVING sum(answers) > 0
ORDER BY day DESC
LIMIT :most;
