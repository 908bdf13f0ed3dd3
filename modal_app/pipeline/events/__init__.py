"""What happened in the match, from the shuttle and the players: hits, strokes, rallies, points, highlights."""
