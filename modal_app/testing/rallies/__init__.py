"""Matches of several rallies, made up from a seed by physics and the laws of the game, with the truth of every hit."""
