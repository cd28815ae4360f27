"""The workbench: a local web page over one study, to read, to check, to see the conclusion settle.

It shows and writes decisions; every number it shows comes from `otzvuk.numbers`.
"""
