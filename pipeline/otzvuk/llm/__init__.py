"""A language model of the user's own as a coder: asked over its server or by files, every answer verified.

Nothing here runs unless study.yaml says `coder: llm` or somebody calls `otzvuk llm`; nothing is sent before
somebody has agreed to it (`consent`), and nothing at all to another machine unless `allow_remote` says so.
"""
