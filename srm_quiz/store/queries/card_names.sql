-- Every name that a card had, its own among them, and the place in the log from which its answers count.
WITH RECURSIVE names(card) AS (
    SELECT :card UNION SELECT links.old FROM links JOIN names ON links.new = names.card
)
SELECT card, (SELECT ifnull(max(seq), 0) FROM resets WHERE card IN names) FROM names;
