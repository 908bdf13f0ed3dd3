"""Matches made up from a seed: who is where when, and clips that show it."""
