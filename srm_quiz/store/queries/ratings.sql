-- How often each rating was given in the drill.
SELECT rating, sum(answers) FROM tallies WHERE stage != 'practice' GROUP BY rating;
