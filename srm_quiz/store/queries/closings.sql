-- What was written of past days, in that order.
SELECT device, day, goal, due, answers, mark, closed_on FROM closings ORDER BY seq;
