-- Every study day that was seen, with the answers that count for it.
SELECT days.day, days.goal, days.due, ifnull(sum(tallies.answers), 0)
FROM days
LEFT JOIN tallies ON tallies.day = days.day
GROUP BY days.day;
