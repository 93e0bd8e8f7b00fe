"""The games: explorer, sort, match and the daily ten."""
