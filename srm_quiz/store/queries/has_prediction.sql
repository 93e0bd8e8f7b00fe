-- Whether a day's readiness for an exam is written down.
SELECT 1 FROM predictions WHERE day = :day AND exam_day = :exam_day;
