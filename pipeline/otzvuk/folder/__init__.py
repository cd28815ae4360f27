"""A study's folder: what lies in it, how its files are written."""
