"""The front end of plain lines, for screen readers and pipes."""
