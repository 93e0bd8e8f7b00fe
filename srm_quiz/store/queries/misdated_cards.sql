-- How many cards were last answered on a study day that is yet to come: the clock was ahead.
SELECT count(*) FROM progress WHERE last_day > :day;
