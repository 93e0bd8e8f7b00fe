-- The study days before a day on which there were answers, the latest first, with the new cards of each.
SELECT day, total(answers) FILTER (WHERE stage = 'new')
FROM tallies
WHERE day < :day
GROUP BY day
HAVING sum(answers) > 0
ORDER BY day DESC;
