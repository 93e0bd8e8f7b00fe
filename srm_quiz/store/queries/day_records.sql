-- Every study day that was seen, with the answers that count for it.
SELECT days.day, days.goal, days.due, count(reviews.id)
FROM days
LEFT JOIN reviews ON reviews.day = days.day AND reviews.id NOT IN (SELECT retracted FROM retractions)
GROUP BY days.day;
