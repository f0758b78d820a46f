"""Reads, from a bot or a service, what sheetkeeper keeps in SQLite; over libsheetkeeper-reader.

    from sheetkeeper import Reader

    with Reader("data/reference_data.db") as reader:
        row = reader.row("employee_settings", 5938472011)

HybridService has the calls of the Alex12060 bot under the names it knows. Nothing but the standard
library and libsheetkeeper-reader.so.0 is needed.
"""

from .hybrid_service import HybridService
from .reader import (Busy, Corrupt, Invalid, NotFound, Reader, ReaderError, Rows, StorageError,
                     SyncFailed, TimedOut)

__all__ = ["Busy", "Corrupt", "HybridService", "Invalid", "NotFound", "Reader", "ReaderError",
           "Rows", "StorageError", "SyncFailed", "TimedOut"]
