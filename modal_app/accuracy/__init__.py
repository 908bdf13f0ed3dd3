"""How right the analysis is: scored against labelled media and against halls and matches drawn with their truth."""
