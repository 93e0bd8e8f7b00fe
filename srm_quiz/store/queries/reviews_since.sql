-- Reviews of cards learnt before, since a day: by day, stage, and whether they were passed.
SELECT day, stage, rating > 1, sum(answers)
FROM tallies
WHERE day >= :since AND stage IN ('young', 'mature')
GROUP BY 1, 2, 3;
