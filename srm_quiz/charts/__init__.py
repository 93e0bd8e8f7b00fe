"""Charts as rows of text cells, drawn from the study's data by both front ends."""
