"""Who plays, and who is who throughout: docs/players.md. Reads tracklets and cameras only."""
