-- How ready the learner was for the exam on a day, day by day.
SELECT day, recall, chance FROM predictions WHERE exam_day = :exam_day ORDER BY day;
