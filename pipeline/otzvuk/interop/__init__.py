"""The tools that others in this field live in: spaCy, natasha, scikit-learn.

Each module needs an extra of its own (`pip install 'otzvuk[spacy]'`, …) and nothing else of otzvuk needs it.
"""
