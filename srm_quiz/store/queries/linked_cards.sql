-- Every card whose history is not just its own answers: linked, at either end, or reset.
SELECT old FROM links UNION SELECT new FROM links UNION SELECT card FROM resets;
