"""One page to take into a meeting: reading, ranks and sequences, printed from the objects that the pages show."""

from rosette.documents.onepagers.weighed import one_pager_pdf, one_pager_text

__all__ = ["one_pager_pdf", "one_pager_text"]
