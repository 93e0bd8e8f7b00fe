"""Settings, the folders they live in, and the editor they name."""
