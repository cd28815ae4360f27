"""Tables, ranking and quotes → files for people and for other programs."""
