-- The verdict of each card's last answer that counts. (SQLite takes the other columns from the row with the maximum.)
SELECT card, verdict, max(seq)
FROM reviews
WHERE id NOT IN (SELECT retracted FROM retractions)
GROUP BY card;
