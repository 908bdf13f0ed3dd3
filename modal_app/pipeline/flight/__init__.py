"""The shuttle's flights in space."""
