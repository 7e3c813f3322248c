"""Files that come in, looked at before anybody may open them: what they are, whether they are safe, what was cleaned.

Promises: nothing is run, unpacked to disk or trusted by its name; every reason of a refusal is said at once.
"""

from rosette.server.uploads.inspect import Inspected, Limits, UploadRefused, inspect
from rosette.server.uploads.scanning import ClamdScanner, MarkerScanner, Scanner

__all__ = ["ClamdScanner", "Inspected", "Limits", "MarkerScanner", "Scanner", "UploadRefused", "inspect"]
