"""Exchange with MAXQDA, ATLAS.ti, NVivo and QualCoder: REFI-QDA projects and codebooks, tables for Excel."""

from otzvuk.exchange.export import export_project
from otzvuk.exchange.project import Project, read_project
from otzvuk.exchange.qdc import export_codebook, import_codebook, write_codebook
from otzvuk.exchange.study import Imported, import_study
from otzvuk.exchange.table import export_table

__all__ = [
    "Imported",
    "Project",
    "export_codebook",
    "export_project",
    "export_table",
    "import_codebook",
    "import_study",
    "read_project",
    "write_codebook",
]
