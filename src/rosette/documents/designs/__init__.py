"""Pages about trial designs that stand alone in a file: no script, nothing from elsewhere, made for print."""

from rosette.documents.designs.comparison import comparison_page

__all__ = ["comparison_page"]
