"""Screens about decks: browsing, card details, forms and problems."""
