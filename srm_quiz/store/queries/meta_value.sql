-- What stands under a name in `meta`.
SELECT value FROM meta WHERE name = :name;
