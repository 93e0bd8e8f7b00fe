"""The front end on the screen, in Textual: the app, its screens, widgets and commands."""
