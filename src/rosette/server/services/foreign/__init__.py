"""Foreign files on the server: let in under guard, looked at before anything is written, then imported whole or not."""

from rosette.server.services.foreign.drafts import FORMATS_READ, Beside, draft_of, drop_old, put_draft
from rosette.server.services.foreign.importing import import_file
from rosette.server.services.foreign.looking import Held, LeftOut, Preview, StaleImport, look

__all__ = [
    "FORMATS_READ",
    "Beside",
    "Held",
    "LeftOut",
    "Preview",
    "StaleImport",
    "draft_of",
    "drop_old",
    "import_file",
    "look",
    "put_draft",
]
