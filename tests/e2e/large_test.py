"""A spreadsheet of many rows: nothing of it stands in memory as a whole."""

import json
import unittest

from harness import SPREADSHEET, E2eTest

ROWS = 200_000
# A quarter of it is shared libraries. With the answer or the new rows in memory it would be several
# times as much.
CEILING_MIB = 48
EDITS = 60_000
DRAIN_S = 900

CONFIG = f"""
[google]
spreadsheet = "{SPREADSHEET}"

[worker]
db_path = "data/reference_data.db"

[[table]]
name = "items"
sheet = "Items"
key = "id"
  [[table.column]]
  name = "id"
  type = "integer"
  [[table.column]]
  name = "price"
  type = "real"
  [[table.column]]
  name = "name"
  type = "text"
"""


class LargeTest(E2eTest):
    def prepare(self):
        (self.folder / "sheetkeeper.toml").write_text(CONFIG)
        cells = [["id", "price", "name"], *([n, n / 4, f"item {n}"] for n in range(1, ROWS + 1))]
        document = self.folder / "sheet.json"
        document.write_text(json.dumps({"spreadsheets": [{
            "id": SPREADSHEET, "title": "Items", "sheets": [{"title": "Items", "cells": cells}]}]}))
        return document

    def sync_measured(self):
        """One cycle; gives the peak of its worker's resident memory in MiB."""
        worker = self.start_worker()
        worker.wait_for("Sync cycle #1 completed")
        peak = worker.peak_mib()
        self.assertEqual(worker.stop(), 0)
        return peak

    def assert_equal_items(self):
        in_sheet = [tuple(row) for row in self.emulator.rows("Items")[1:]]
        self.assertEqual(in_sheet, self.sql("SELECT * FROM items ORDER BY id"))

    def test_memory_stays_flat_in_first_and_later_cycles(self):
        self.assertLess(self.sync_measured(), CEILING_MIB)
        self.assert_equal_items()
        self.emulator.type("Items", "B77", "0.5")
        self.sql("UPDATE items SET price = 7 WHERE id = 99")
        self.assertLess(self.sync_measured(), CEILING_MIB)
        self.assert_equal_items()
        self.assertEqual(self.sql("SELECT price FROM items WHERE id IN (76, 99)"), [(0.5,), (7.0,)])

    def drain_measured(self):
        """Cycles until no local change is left; gives their number and the peak in MiB."""
        worker = self.start_worker()
        worker.wait_for("Next sync at", patience=DRAIN_S)
        peak = worker.peak_mib()
        cycles = worker.log().count("Starting sync cycle")
        self.assertEqual(worker.stop(), 0)
        self.assertEqual(self.sql("SELECT count(*) FROM _changes_items"), [(0,)])
        return cycles, peak

    def test_memory_stays_flat_however_many_rows_a_program_changes(self):
        self.sync_measured()
        self.sql(f"UPDATE items SET price = price + 1 WHERE id <= {EDITS}")
        self.sql(f"DELETE FROM items WHERE id > {ROWS - 400}")
        self.sql(f"INSERT INTO items SELECT id + {ROWS}, 1, 'new' FROM items WHERE id <= {EDITS // 2}")
        cycles, peak = self.drain_measured()
        self.assertLess(peak, CEILING_MIB)
        self.assertLessEqual(cycles, 1.5 * EDITS / 5000 + 2)
        self.assert_equal_items()

    def test_memory_stays_flat_where_both_sides_have_all_rows_and_no_base(self):
        self.sync_measured()
        self.sql("DELETE FROM _base_items")
        self.sql("INSERT INTO _changes_items (row_key, existed) SELECT id, 0 FROM items")
        _, peak = self.drain_measured()
        self.assertLess(peak, CEILING_MIB)
        self.assert_equal_items()

    def test_a_key_doubled_far_below_holds_both_rows_back(self):
        self.emulator.type("Items", f"A{ROWS + 1}", "5")
        self.assertLess(self.sync_measured(), CEILING_MIB)
        self.assertEqual(self.sql("SELECT count(*) FROM items WHERE id IN (5, ?)", ROWS), [(0,)])
        self.assertEqual(self.sql("SELECT count(*) FROM items"), [(ROWS - 2,)])
        self.assertEqual([address for address, in self.sql("SELECT address FROM _held_rows ORDER BY 1")],
                         ["Items!A200001", "Items!A6"])

    def test_an_answer_that_breaks_off_is_read_again_from_its_beginning(self):
        for cycle in ("the first", "one with a base"):
            broken = []

            def break_once(_, path, __, broken=broken):
                if "values:batchGet" not in path or broken:
                    return None
                broken.append(path)
                return "half"

            proxy = self.use_proxy(break_once)
            self.sync()
            reads = [path for _, path, _ in proxy.requests if "values:batchGet" in path]
            self.assertEqual(len(reads), 2, cycle)
            self.assertEqual(self.sql("SELECT count(*) FROM _held_rows"), [(0,)], cycle)
            self.assert_equal_items()


if __name__ == "__main__":
    unittest.main()
