-- The answers of every study day, and the seconds of thought.
SELECT day, sum(answers), sum(seconds) FROM tallies GROUP BY day HAVING sum(answers) > 0;
