-- The study days with answers, in the order in which the log first met them.
SELECT day FROM reviews GROUP BY day ORDER BY min(seq);
