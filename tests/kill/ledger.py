"""Who wrote what where, and what had been seen when it was written.

Each value names its writer: "p17" is the 17th one of the person, "d17" of the program. A value is
alive until somebody replaces it who has it before his eyes. In the end each value that is alive
stands in its place, or is kept where it can be found; and nothing else stands there.
"""

import threading


class Ledger:
    def __init__(self):
        self._lock = threading.Lock()
        self._places = {}  # value: (row key, column)
        self._alive = set()
        self._deleted = set()  # row keys that somebody deleted
        self._count = 0

    def written(self):
        return self._count

    def new_value(self, author, key, column, seen=None):
        """A new value, where its writer saw `seen` before."""
        with self._lock:
            self._count += 1
            value = f"{author}{self._count}"
            self._places[value] = (key, column)
            self._alive.add(value)
            self._see(seen, key, column)
            return value

    def deleted(self, key, cells):
        """Somebody deleted the row, of which he saw `cells`, by column."""
        with self._lock:
            self._deleted.add(key)
            for column, value in cells.items():
                self._see(value, key, column)

    def _see(self, value, key, column):
        if self._places.get(value) == (key, column):
            self._alive.discard(value)

    def wrongs(self, sheet, database, conflicts, history):
        """What is wrong, a sentence each. `sheet` and `database`: rows by key, each a dict by column.
        The others: sets of values."""
        wrongs = []
        for name, side in (("sheet", sheet), ("database", database)):
            for key, row in side.items():
                for column, value in row.items():
                    wrongs += self._shown(name, key, column, value)
        if sheet != database:
            wrongs.append(f"the sides differ: {_difference(sheet, database)}")
        for value in self._alive:
            key, column = self._places[value]
            if sheet.get(key, {}).get(column) == value or value in conflicts:
                continue
            if key in self._deleted and value in history:
                continue
            wrongs.append(f"lost: {value}, which was written to {key}.{column}")
        return wrongs

    def _shown(self, name, key, column, value):
        if self._places.get(value) != (key, column):
            return [f"misplaced: the {name} shows {value} in {key}.{column}"]
        if value not in self._alive and key not in self._deleted:
            return [f"stale: the {name} shows {value} in {key}.{column}, which was replaced"]
        return []


def _difference(sheet, database):
    return {key: (sheet.get(key), database.get(key))
            for key in sheet.keys() | database.keys() if sheet.get(key) != database.get(key)}
