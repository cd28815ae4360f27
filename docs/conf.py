"""The site: `make docs` builds it strictly and without a network (Sphinx, MyST, furo)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))
sys.path.insert(0, str(Path(__file__).parent))

from otzvuk import __version__

project = "Отзвук"
copyright = "авторы otzvuk, Apache-2.0"
version = release = __version__
language = "ru"
exclude_patterns = ["build", "_build", "template", "**/README.md"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "frames"]
myst_heading_anchors = 3  # pages and cards point at headings by their words
myst_enable_extensions = ["colon_fence", "deflist"]
suppress_warnings = ["config.cache"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": False}
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
default_role = "code"  # docstrings write `name`, as Markdown does

html_theme = "furo"
html_title = f"Отзвук {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
