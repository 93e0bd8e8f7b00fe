"""Question banks and flashcards in Markdown."""
