-- What was answered wrong, most often first.
SELECT card, answer, times FROM mistakes WHERE times > 0 ORDER BY times DESC, card LIMIT 2000;
