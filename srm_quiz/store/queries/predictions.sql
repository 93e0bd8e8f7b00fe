-- How ready the learner was, as it was written down day by day.
SELECT day, exam_day, cards, recall, chance FROM predictions ORDER BY day, exam_day;
