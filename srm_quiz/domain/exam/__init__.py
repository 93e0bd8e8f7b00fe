"""The mock exam: its paper, its sitting and its result."""
