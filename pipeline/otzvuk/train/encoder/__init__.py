"""Tuning a pretrained encoder to be a coder's careful voice."""
