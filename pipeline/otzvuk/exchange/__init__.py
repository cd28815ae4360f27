"""Exchange with MAXQDA, ATLAS.ti, NVivo and QualCoder: REFI-QDA projects and codebooks, tables for Excel;
tasks for Prodigy, Label Studio and doccano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.late import late

if TYPE_CHECKING:
    from otzvuk.exchange.export import export_project
    from otzvuk.exchange.project import Project, read_project
    from otzvuk.exchange.qdc import export_codebook, import_codebook, write_codebook
    from otzvuk.exchange.study import Imported, import_study
    from otzvuk.exchange.table import export_table
    from otzvuk.exchange.tasks import export_tasks

__all__ = [
    "Imported",
    "Project",
    "export_codebook",
    "export_project",
    "export_table",
    "export_tasks",
    "import_codebook",
    "import_study",
    "read_project",
    "write_codebook",
]

# Imported at first use: who takes kept results needs none of what makes them.
_PLACES = {
    "Imported": "study",
    "Project": "project",
    "export_codebook": "qdc",
    "export_project": "export",
    "export_table": "table",
    "export_tasks": "tasks",
    "import_codebook": "qdc",
    "import_study": "study",
    "read_project": "project",
    "write_codebook": "qdc",
}

__getattr__ = late(__name__, _PLACES)
