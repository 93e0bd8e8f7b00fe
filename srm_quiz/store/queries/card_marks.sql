-- The newest mark of each kind that counts on a card (SQLite takes the other columns from the newest row).
SELECT kind, is_on, day, max(seq)
FROM marks
WHERE card = :card AND id NOT IN (SELECT retracted FROM retractions)
GROUP BY kind;
