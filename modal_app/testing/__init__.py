"""Media made by script: clips with known truth, and files that must be refused."""
