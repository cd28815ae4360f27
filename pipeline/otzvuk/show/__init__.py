"""Results in the terminal: the short table of an analysis, a coloured interview, numbers, an evaluation."""
