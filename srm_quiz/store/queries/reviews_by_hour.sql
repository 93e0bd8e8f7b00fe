-- Reviews of cards learnt before by the local hour: those passed, and all.
SELECT hour, total(answers) FILTER (WHERE rating > 1), sum(answers)
FROM tallies
WHERE stage IN ('young', 'mature')
GROUP BY hour;
