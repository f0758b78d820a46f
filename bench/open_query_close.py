"""What the calls of a bot cost that opens the database for each of them, as services over Python's
sqlite3 module do: connect, ask for one row by its key, make a dict of it, close.

    open_query_close.py DATABASE ROWS CALLS

Prints the CPU time of one call in seconds.
"""

import sqlite3
import sys
import time


def get_employee_settings(path, employee):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM employee_settings WHERE employee_id = ?", (employee,))
    row = cursor.fetchone()
    connection.close()
    return dict(row) if row else None


def main():
    path, rows, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    began = time.process_time()
    for i in range(calls):
        assert get_employee_settings(path, i % rows + 1)["sales_commission"] == 8
    print((time.process_time() - began) / calls)


if __name__ == "__main__":
    main()
