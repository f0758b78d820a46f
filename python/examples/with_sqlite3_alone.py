#!/usr/bin/env python3
"""Reads and writes what sheetkeeper keeps, with nothing but Python's own sqlite3 module.

    with_sqlite3_alone.py data/reference_data.db 5938472011 [NEW_WAGE]
"""

import datetime
import sqlite3
import sys


def open_to_read(path):
    # Never immutable=1: the worker writes while we read.
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def age_of_last_good_cycle(database):
    row = database.execute(
        "SELECT finished FROM _cycles WHERE good ORDER BY number DESC LIMIT 1").fetchone()
    if row is None:
        return None
    finished = datetime.datetime.fromisoformat(row["finished"].replace("Z", "+00:00"))
    return datetime.datetime.now(datetime.timezone.utc) - finished


def set_wage(path, employee, wage):
    """The sheet gets it with the worker's next cycle."""
    with sqlite3.connect(path, timeout=5) as connection:
        connection.execute("UPDATE employee_settings SET hourly_wage = ? WHERE employee_id = ?",
                           (wage, employee))
    connection.close()


def main():
    path, employee = sys.argv[1], int(sys.argv[2])
    if len(sys.argv) > 3:
        set_wage(path, employee, float(sys.argv[3]))
    database = open_to_read(path)
    row = database.execute("SELECT * FROM employee_settings JOIN _status_employee_settings "
                           "USING (employee_id) WHERE employee_id = ?", (employee,)).fetchone()
    if row is None:
        sys.exit(f"there is no employee {employee}")
    print(f"wage {row['hourly_wage']}, commission {row['sales_commission']}: {row['state']}")
    print(f"last good cycle {age_of_last_good_cycle(database)} ago")


if __name__ == "__main__":
    main()
