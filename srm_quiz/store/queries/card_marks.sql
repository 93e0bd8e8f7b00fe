-- The newest mark of each kind that counts on a card, by any of the names it had (SQLite takes the other columns from
-- the newest row).
WITH RECURSIVE names(card) AS (
    SELECT :card UNION SELECT links.old FROM links JOIN names ON links.new = names.card
)
SELECT kind, is_on, day, max(seq)
FROM marks
WHERE card IN names AND id NOT IN (SELECT retracted FROM retractions)
GROUP BY kind;
