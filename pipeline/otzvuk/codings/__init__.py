"""A coding on disk, in and out."""
