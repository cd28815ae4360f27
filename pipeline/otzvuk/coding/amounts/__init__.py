"""Amounts as people say them: a module for each way; `reading` and `loose` are what a turn holds of all."""
