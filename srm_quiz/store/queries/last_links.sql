-- The links that were made last at one moment and still hold.
SELECT id, old, new
FROM links
WHERE id NOT IN (SELECT retracted FROM retractions)
  AND (at, day) = (
      SELECT at, day FROM links WHERE id NOT IN (SELECT retracted FROM retractions) ORDER BY seq DESC LIMIT 1
  )
ORDER BY seq;
