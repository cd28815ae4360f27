"""Axes on a figure of their own, without pyplot, that a notebook shows as a picture."""

from __future__ import annotations

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_DPI = 110


class ShownAxes(Axes):
    """Axes that a notebook shows: those of pyplot are shown by pyplot, these belong to nobody."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        self.get_figure(root=True).savefig(picture, format="png", dpi=_DPI)  # type: ignore[union-attr]
        return picture.getvalue()


def own_axes(width: float, height: float) -> Axes:
    """New axes on a new figure of so many inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot(axes_class=ShownAxes)
