"""The C interface of libsheetkeeper-reader (sheetkeeper/c_reader.h) as a Python class."""

import ctypes
import logging
import os

_LEVELS = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR]
_ORIGINS = ["database", "sheet", "kept"]
_STATES = ["synced", "pending", "conflict", "rejected", "held"]
_NULL, _INTEGER, _REAL, _TEXT = range(4)


class ReaderError(Exception):
    """The message says what was being done, what happened and what to do next."""


class NotFound(ReaderError):
    """There is no such database or table."""


class Invalid(ReaderError):
    """The statement is wrong and stays wrong."""


class Busy(ReaderError):
    """Locked by another writer for too long; try again."""


class StorageError(ReaderError):
    """No permission, no room, or a failing disk."""


class Corrupt(ReaderError):
    """The file is damaged, or no database."""


class SyncFailed(ReaderError):
    """The sync program could not be run, or its cycle failed."""


class TimedOut(ReaderError):
    """It did not happen in the time given."""


_ERRORS = [None, NotFound, Invalid, Busy, StorageError, Corrupt, SyncFailed, TimedOut]

_pointer = ctypes.c_void_p
_text = ctypes.c_char_p
_int64 = ctypes.c_int64
_size = ctypes.c_size_t
_log_function = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)

_RESULT_CODE = ctypes.c_int
_FUNCTIONS = {
    "sk_reader_version": (_text, []),
    "sk_error_message": (_text, []),
    "sk_reader_new": (_pointer, [_text]),
    "sk_reader_free": (None, [_pointer]),
    "sk_reader_set": (_RESULT_CODE, [_pointer, _text, _text]),
    "sk_reader_set_log": (_RESULT_CODE, [_pointer, _log_function, _pointer]),
    "sk_reader_start": (None, [_pointer]),
    "sk_reader_shutdown": (None, [_pointer]),
    "sk_parameters_new": (_pointer, []),
    "sk_parameters_free": (None, [_pointer]),
    "sk_parameters_null": (None, [_pointer, _text]),
    "sk_parameters_integer": (None, [_pointer, _text, _int64]),
    "sk_parameters_real": (None, [_pointer, _text, ctypes.c_double]),
    "sk_parameters_text": (None, [_pointer, _text, _text]),
    "sk_row_by_integer": (_RESULT_CODE, [_pointer, _text, _int64, _pointer]),
    "sk_row_by_real": (_RESULT_CODE, [_pointer, _text, ctypes.c_double, _pointer]),
    "sk_row_by_text": (_RESULT_CODE, [_pointer, _text, _text, _pointer]),
    "sk_all_rows": (_RESULT_CODE, [_pointer, _text, _pointer]),
    "sk_query": (_RESULT_CODE, [_pointer, _text, _pointer, _pointer]),
    "sk_rows_free": (None, [_pointer]),
    "sk_rows_count": (_size, [_pointer]),
    "sk_rows_column_count": (_size, [_pointer]),
    "sk_rows_column_name": (_text, [_pointer, _size]),
    "sk_rows_origin": (ctypes.c_int, [_pointer]),
    "sk_rows_age_ms": (_int64, [_pointer]),
    "sk_rows_type": (ctypes.c_int, [_pointer, _size, _size]),
    "sk_rows_integer": (_int64, [_pointer, _size, _size]),
    "sk_rows_real": (ctypes.c_double, [_pointer, _size, _size]),
    "sk_rows_text": (_pointer, [_pointer, _size, _size]),
    "sk_rows_text_size": (_size, [_pointer, _size, _size]),
    "sk_execute": (_RESULT_CODE, [_pointer, _text, _pointer, _pointer]),
    "sk_generation": (ctypes.c_uint64, [_pointer]),
    "sk_wait_for_change": (ctypes.c_int, [_pointer, ctypes.c_uint64, _int64]),
    "sk_wait_until_in_sheet": (_RESULT_CODE, [_pointer, _text, _pointer, _int64, _pointer]),
    "sk_freshness_ms": (_RESULT_CODE, [_pointer, _pointer]),
    "sk_sync_stats": (_RESULT_CODE, [_pointer, _pointer]),
    "sk_sync_now": (_RESULT_CODE, [_pointer, _pointer]),
}


def _load():
    path = os.environ.get("SHEETKEEPER_READER_LIBRARY", "libsheetkeeper-reader.so.0")
    library = ctypes.CDLL(path)
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


_library = _load()


def _check(code):
    if code != 0:
        kind = _ERRORS[code] if code < len(_ERRORS) else ReaderError
        raise kind(_library.sk_error_message().decode())


class Rows(list):
    """Rows as dictionaries. `origin` is "database", "sheet" (the database could not be read) or
    "kept" (neither could: the last good answer); `age` is the answer's age in seconds."""

    origin = "database"
    age = 0.0


def _value(rows, row, column):
    kind = _library.sk_rows_type(rows, row, column)
    if kind == _INTEGER:
        return _library.sk_rows_integer(rows, row, column)
    if kind == _REAL:
        return _library.sk_rows_real(rows, row, column)
    if kind == _TEXT:
        size = _library.sk_rows_text_size(rows, row, column)
        text = _library.sk_rows_text(rows, row, column)
        return ctypes.string_at(text, size).decode("utf-8", "replace")
    return None


def _take(call, *arguments):
    """Calls a function that gives rows, and takes them over."""
    handle = _pointer()
    _check(call(*arguments, ctypes.byref(handle)))
    try:
        width = range(_library.sk_rows_column_count(handle))
        names = [_library.sk_rows_column_name(handle, column).decode() for column in width]
        rows = Rows({name: _value(handle, row, column) for column, name in enumerate(names)}
                    for row in range(_library.sk_rows_count(handle)))
        rows.origin = _ORIGINS[_library.sk_rows_origin(handle)]
        rows.age = _library.sk_rows_age_ms(handle) / 1000
        return rows
    finally:
        _library.sk_rows_free(handle)


class _Parameters:
    def __init__(self, values):
        self._values = values
        self.handle = None

    def __enter__(self):
        self.handle = _library.sk_parameters_new()
        for name, value in self._values.items():
            self._add(name.encode(), value)
        return self.handle

    def __exit__(self, *_):
        _library.sk_parameters_free(self.handle)

    def _add(self, name, value):
        if value is None:
            _library.sk_parameters_null(self.handle, name)
        elif isinstance(value, int):
            _library.sk_parameters_integer(self.handle, name, value)
        elif isinstance(value, str):
            _library.sk_parameters_text(self.handle, name, value.encode())
        else:
            _library.sk_parameters_real(self.handle, name, float(value))


class Reader:
    """Thread-safe. Settings are those of sk_reader_set() in c_reader.h, times in milliseconds:

        Reader("data/reference_data.db", cache_entries=1000, sheet_fallback=1)

    The log goes to logging.getLogger("hybrid_service").
    """

    def __init__(self, db_path, **settings):
        self._handle = None
        log = logging.getLogger("hybrid_service")
        # Kept here, as the library calls it.
        self._log = _log_function(
            lambda level, message, _: log.log(_LEVELS[level], "%s", message.decode()))
        self._handle = _library.sk_reader_new(os.fspath(db_path).encode())
        _check(_library.sk_reader_set_log(self._handle, self._log, None))
        for name, value in settings.items():
            _check(_library.sk_reader_set(self._handle, name.encode(), str(value).encode()))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()

    def close(self):
        """Stops syncing and closes the database."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _library.sk_reader_free(handle)

    def start(self):
        """The initial sync and the background sync, where the settings ask for them."""
        _library.sk_reader_start(self._handle)

    def shutdown(self):
        """Ends syncing; reads go on."""
        _library.sk_reader_shutdown(self._handle)

    def rows_by_key(self, table, key):
        """The row of that key, or none."""
        if isinstance(key, int):
            call = _library.sk_row_by_integer
        elif isinstance(key, float):
            call = _library.sk_row_by_real
        else:
            call, key = _library.sk_row_by_text, key.encode()
        return _take(call, self._handle, table.encode(), key)

    def row(self, table, key):
        """The row as a dictionary, or None."""
        rows = self.rows_by_key(table, key)
        return rows[0] if rows else None

    def all_rows(self, table):
        return _take(_library.sk_all_rows, self._handle, table.encode())

    def query(self, sql, **parameters):
        """One statement that reads; its :names are the keyword arguments."""
        with _Parameters(parameters) as values:
            return _take(_library.sk_query, self._handle, sql.encode(), values)

    def execute(self, sql, **parameters):
        """One statement that writes; gives the number of rows changed. The sheet gets it with the
        next cycle."""
        changed = _int64()
        with _Parameters(parameters) as values:
            _check(_library.sk_execute(self._handle, sql.encode(), values, ctypes.byref(changed)))
        return changed.value

    @property
    def generation(self):
        """A number that changes with each commit, by whatever program."""
        return _library.sk_generation(self._handle)

    def wait_for_change(self, since, timeout):
        """True when the generation is no longer `since`, False after `timeout` seconds."""
        return bool(_library.sk_wait_for_change(self._handle, since, int(timeout * 1000)))

    def wait_until_in_sheet(self, table, key, timeout):
        """Waits while the row is pending; gives its state: "synced", or "conflict", "rejected" or
        "held", for which a person is needed. Raises TimedOut."""
        state = ctypes.c_int()
        with _Parameters({"key": key}) as values:
            _check(_library.sk_wait_until_in_sheet(self._handle, table.encode(), values,
                                                   int(timeout * 1000), ctypes.byref(state)))
        return _STATES[state.value]

    @property
    def freshness(self):
        """Seconds since the last complete cycle, None before the first."""
        age = _int64()
        _check(_library.sk_freshness_ms(self._handle, ctypes.byref(age)))
        return None if age.value < 0 else age.value / 1000

    def sync_stats(self):
        return self._stats(_library.sk_sync_stats)

    def sync_now(self):
        """A cycle, by the worker if one runs; gives the statistics after it."""
        return self._stats(_library.sk_sync_now)

    def _stats(self, call):
        whole, *tables = _take(call, self._handle)
        stats = {"last_sync_time": whole["last_good_cycle"], "last_error": whole["last_error"]}
        for row in tables:
            stats[row["table_name"]] = {state: row[state] for state in _STATES}
        return stats
