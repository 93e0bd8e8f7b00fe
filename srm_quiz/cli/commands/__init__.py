"""What each command of the command line does: a module each, with a function `run`."""
