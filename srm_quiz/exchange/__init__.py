"""Other programs' formats: read into drafts of notes, written from cards."""
