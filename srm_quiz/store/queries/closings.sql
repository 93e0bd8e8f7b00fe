-- What each past day was, oldest first (SQLite takes the other columns from the newest row).
SELECT day, goal, due, answers, mark, closed_on
FROM (SELECT *, max(seq) FROM closings GROUP BY day)
WHERE mark != 'open'
ORDER BY day;
