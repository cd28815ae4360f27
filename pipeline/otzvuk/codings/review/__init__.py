"""A table for people to check a coding in Excel, and what they answered taken back."""
