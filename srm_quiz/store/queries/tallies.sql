-- All counts, oldest day first.
SELECT day, hour, stage, rating, answers, seconds FROM tallies WHERE answers > 0 ORDER BY day, hour;
