-- Every card that was linked or reset, by the name it has now.
WITH RECURSIVE heirs(old, card) AS (
    SELECT old, new FROM links
    UNION SELECT card, card FROM resets
    UNION SELECT heirs.old, links.new FROM heirs JOIN links ON links.old = heirs.card
)
SELECT old, card FROM heirs WHERE card NOT IN (SELECT old FROM links);
