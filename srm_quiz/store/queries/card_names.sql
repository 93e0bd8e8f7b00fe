-- Where what was done with a card is in the log: the names it had, its own first, the places between which each
-- name was its, and the place from which answers count. A link moves what its old card holds at that place.
WITH RECURSIVE moves AS NOT MATERIALIZED (
    SELECT seq, old, new FROM links WHERE id NOT IN (SELECT retracted FROM retractions)
), names(card, since, until) AS (
    SELECT :card, (SELECT ifnull(max(seq), 0) FROM moves WHERE old = :card), 9223372036854775807
    UNION
    SELECT moves.old,
           (SELECT ifnull(max(seq), 0) FROM moves AS earlier WHERE earlier.old = moves.old AND earlier.seq < moves.seq),
           moves.seq
    FROM names JOIN moves ON moves.new = names.card AND moves.seq > names.since AND moves.seq < names.until
)
SELECT card, since, until, (
    SELECT ifnull(max(resets.seq), 0) FROM resets JOIN names ON resets.card = names.card
    WHERE resets.seq > names.since AND resets.seq < names.until
)
FROM names;
