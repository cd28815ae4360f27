"""What other packages add to otzvuk by their entry points: readers, coders, reports, commands.

Whoever asks for one by its name finds it here; nothing looks for any where nobody asks (docs/plugins.md).
"""

from __future__ import annotations

from otzvuk.plugins.chosen import expected, names_of, plugin_of
from otzvuk.plugins.installed import installed, plugged_digest
from otzvuk.plugins.plugin import Group, Plugin, trouble

__all__ = ["Group", "Plugin", "expected", "installed", "names_of", "plugged_digest", "plugin_of", "trouble"]
