-- The study days under which answers were written, and by which device, in the order of the log. A day stands where
-- its first answer is and where its last is: a clock set back comes to days that have been. Days that the program
-- has not seen were lived with another one.
WITH ends AS (
    SELECT min(seq) AS first, max(seq) AS last FROM reviews WHERE day IN (SELECT day FROM days) GROUP BY day
)
SELECT device, day FROM reviews
WHERE seq IN (SELECT first FROM ends UNION ALL SELECT last FROM ends)
ORDER BY seq;
