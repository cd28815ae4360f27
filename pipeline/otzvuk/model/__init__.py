"""The nouns: what was said, by whom, coded how; no steps."""
