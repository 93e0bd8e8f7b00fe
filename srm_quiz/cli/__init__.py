"""The command line: parsing, printing, and a module for each subcommand."""
