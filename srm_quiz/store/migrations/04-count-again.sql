-- Version 4. Count the whole log once: from here on the triggers of version 3 keep count.
DELETE FROM tallies;
DELETE FROM mistakes;
INSERT INTO tallies
SELECT day, hour, stage, rating, count(*), total(seconds) FROM graded
WHERE id NOT IN (SELECT retracted FROM retractions)
GROUP BY 1, 2, 3, 4;
INSERT INTO mistakes
SELECT card, answer, count(*) FROM reviews
WHERE verdict = 'wrong' AND answer != '[]' AND id NOT IN (SELECT retracted FROM retractions)
GROUP BY 1, 2;
