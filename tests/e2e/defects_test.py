"""What went wrong in the system that this one takes the place of, each thing by itself, through
the real processes. Every test here fails when its defect comes back."""

import json
import unittest

from harness import SPREADSHEET, E2eTest

FIRST, SECOND, THIRD = 5938472011, 6120457783, 6345098127  # the employees of rows 2, 3 and 4


class LocalEditTest(E2eTest):
    """A pending local edit was lost to the pull, always."""

    def setUp(self):
        super().setUp()
        self.sync()

    def test_an_edited_row_of_each_table_reaches_the_sheet(self):
        self.sql("UPDATE employee_settings SET hourly_wage = 99.5 WHERE employee_id = ?", SECOND)
        self.sql("UPDATE dynamic_rates SET percentage = 1.5 WHERE min_amount = 400")
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        self.sync()
        self.assertEqual(self.emulator.rows("EmployeeSettings")[2], [SECOND, 99.5, 8])
        self.assertEqual(self.emulator.rows("DynamicRates")[2], [400, 699.99, 1.5])
        self.assertEqual(self.emulator.rows("Ranks")[4][3], "cake")
        self.assert_equal_sides()
        self.assert_quiet()

    def test_a_row_that_was_added_locally_stays_and_reaches_the_sheet(self):
        self.sql("INSERT INTO dynamic_rates VALUES (1000000, 2000000, 4)")
        self.sql("INSERT INTO employee_settings VALUES (7999000111, 15, 8)")
        self.sync()
        self.assertIn([1000000, 2000000, 4], self.emulator.rows("DynamicRates"))
        self.assertIn([7999000111, 15, 8], self.emulator.rows("EmployeeSettings"))
        self.assert_equal_sides()

    def test_a_row_that_was_deleted_locally_goes_from_the_sheet(self):
        self.sql("DELETE FROM ranks WHERE rank_name = 'Closer'")
        self.sync()
        self.assertNotIn("Closer", [row[0] for row in self.emulator.rows("Ranks")])
        self.assert_equal_sides()

    def test_edits_of_different_cells_of_one_row_are_both_kept(self):
        self.sql("UPDATE employee_settings SET hourly_wage = 17.5 WHERE employee_id = ?", FIRST)
        self.emulator.type("EmployeeSettings", "C2", "9")
        self.sync()
        self.assertEqual(self.emulator.rows("EmployeeSettings")[1], [FIRST, 17.5, 9])
        self.assert_equal_sides()

    def test_a_conflict_keeps_what_did_not_win(self):
        self.sql("UPDATE employee_settings SET hourly_wage = 21 WHERE employee_id = ?", FIRST)
        self.emulator.type("EmployeeSettings", "B2", "22")
        self.sync()
        self.assert_equal_sides()
        self.assertEqual(self.wage_of(FIRST), 22)
        self.assertEqual(
            self.sql("SELECT table_name, row_key, column_name, sheet_value, database_value, winner "
                     "FROM _conflicts"),
            [("employee_settings", FIRST, "hourly_wage", 22.0, 21.0, "sheet")])

    def push_first_edit(self):
        """It makes the evidence sheet, too."""
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        self.sync()

    def test_a_push_writes_the_edited_cell_and_no_other(self):
        self.push_first_edit()
        proxy = self.use_proxy()
        self.sql("UPDATE dynamic_rates SET percentage = 7.25 WHERE min_amount = 400")
        self.sync()
        [batch] = [json.loads(body) for method, _, body in proxy.requests if method == "POST"]
        text = json.dumps(batch)
        self.assertIn("7.25", text)
        for other in ("999999", "999.99", "699.99"):
            self.assertNotIn(other, text, "a cell that nobody edited")

    def test_any_number_of_edits_takes_two_reads_and_one_write(self):
        self.push_first_edit()
        self.sql("UPDATE employee_settings SET hourly_wage = hourly_wage + 1")
        self.sql("UPDATE dynamic_rates SET percentage = percentage + 1")
        self.sql("INSERT INTO ranks VALUES ('New', 1, 2, 'a', 'b', 'c', 'd')")
        self.emulator.forget_requests()
        self.sync()
        requests = self.emulator.requests()
        api = [r for r in requests if "/v4/" in r]
        self.assertEqual([r.split()[0] for r in api], ["GET", "GET", "POST"], api)
        self.assertEqual(len(requests) - len(api), 1, "one token")
        self.assert_equal_sides()


class RequestCountTest(E2eTest):
    def test_a_quiet_cycle_is_one_read_and_the_hour_one_token(self):
        self.sync()
        self.emulator.forget_requests()
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle #4 completed")
        worker.stop()
        requests = self.emulator.requests()
        api = [r for r in requests if "/v4/" in r]
        self.assertEqual(len(api), worker.log().count("Starting sync cycle"), requests)
        self.assertTrue(all(r.startswith("GET ") and "batchGet" in r for r in api), requests)
        self.assertEqual(len(requests) - len(api), 1, "one token")


class DeletedInTheSheetTest(E2eTest):
    """A row that was deleted in the sheet stayed in SQLite, and came back."""

    def test_it_goes_and_stays_away(self):
        self.sync()
        self.emulator.delete_rows("EmployeeSettings", 2)
        self.sync()
        self.assertEqual(self.sql("SELECT count(*) FROM employee_settings"), [(6,)])
        self.sql("UPDATE employee_settings SET hourly_wage = 30 WHERE employee_id = ?", SECOND)
        self.sync()
        self.assertEqual(len(self.emulator.rows("EmployeeSettings")), 7)
        self.assert_equal_sides()


class InterruptedPushTest(E2eTest):
    """A push of rates and ranks emptied the sheet first; a failure then lost the rows."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.sql("UPDATE dynamic_rates SET percentage = 1.5 WHERE min_amount = 400")

    def refuse_writes_from(self, number):
        """That write of the cycle and all after it; 1 is the first."""
        writes = []

        def on_request(method, *_):
            if method == "POST":
                writes.append(method)
            return 403 if method == "POST" and len(writes) >= number else None

        self.use_proxy(on_request)

    def test_no_row_is_missing_after_the_first_write(self):
        self.refuse_writes_from(2)
        self.run_worker("--once")
        self.assertEqual(len(self.emulator.rows("DynamicRates")), 5)

    def test_a_write_that_fails_leaves_the_sheet_as_it_was_and_no_row_is_lost(self):
        self.refuse_writes_from(1)
        before = self.emulator.rows("DynamicRates")
        self.sync(status=1)
        self.assertEqual(self.emulator.rows("DynamicRates"), before)
        for cell, text in (("A6", "1000000"), ("B6", "2000000"), ("C6", "4")):
            self.emulator.type("DynamicRates", cell, text)
        self.use_proxy()
        self.sync()
        self.assertEqual(len(self.emulator.rows("DynamicRates")), 6)
        self.assertEqual(self.emulator.rows("DynamicRates")[2], [400, 699.99, 1.5])
        self.assert_equal_sides()

    def test_a_persons_own_column_and_a_frozen_header_stay(self):
        self.emulator.type("DynamicRates", "D1", "Note")
        self.emulator.type("DynamicRates", "D3", "ask Anna")
        self.emulator.edit({"updateSheetProperties": {
            "properties": {"sheetId": self.emulator.tab("DynamicRates")["sheetId"],
                           "gridProperties": {"frozenRowCount": 1}},
            "fields": "gridProperties.frozenRowCount"}})
        self.sync()
        rows = self.emulator.rows("DynamicRates")
        self.assertEqual(rows[0][3], "Note")
        self.assertEqual(rows[2], [400, 699.99, 1.5, "ask Anna"])


class MovedRowsTest(E2eTest):
    """An edit went to another employee when rows moved between the read and the write."""

    def expect_edit_of_the_right_row(self, move):
        self.sync()
        self.sql("UPDATE employee_settings SET hourly_wage = 77 WHERE employee_id = ?", THIRD)
        moves = [move]

        def on_request(method, *_):
            if method == "POST" and moves:
                moves.pop()()

        self.use_proxy(on_request)
        self.sync()
        self.assertEqual(moves, [])
        wages = {row[0]: row[1] for row in self.emulator.rows("EmployeeSettings")[1:] if row}
        self.assertEqual(wages, {FIRST: 15, SECOND: 15.5, THIRD: 77, 6701234598: 15,
                                 6988120344: 18.25, 7214409865: 16.5, 7450931126: 20})
        self.assert_equal_sides()

    def test_after_a_row_was_inserted_above(self):
        self.expect_edit_of_the_right_row(
            lambda: self.emulator.insert_rows("EmployeeSettings", 1))

    def test_after_the_rows_were_sorted(self):
        self.expect_edit_of_the_right_row(lambda: self.emulator.sort("EmployeeSettings", 0))


class LostAnswerTest(E2eTest):
    def test_a_new_row_whose_answer_was_lost_is_there_once(self):
        self.sync()
        self.sql("UPDATE employee_settings SET hourly_wage = 30 WHERE employee_id = ?", SECOND)
        self.sync()
        self.sql("INSERT INTO employee_settings VALUES (7999000111, 15, 8)")
        lost = ["drop"]
        self.use_proxy(lambda method, *_: lost.pop() if method == "POST" and lost else None)
        self.run_worker("--once")
        self.assertEqual(lost, [])
        self.sync()
        ids = [row[0] for row in self.emulator.rows("EmployeeSettings")]
        self.assertEqual(ids.count(7999000111), 1)
        self.assert_equal_sides()
        self.assert_quiet()


class MisfitCellTest(E2eTest):
    """Text in a numeric cell ended the cycle for every table, or was stored as another number."""

    def test_only_its_row_is_held_back_and_listed(self):
        self.sync()
        for text in ("n/a", "$15.50", "12%", "15,5"):
            with self.subTest(text=text):
                self.emulator.put_text("EmployeeSettings", 2, 1, text)
                self.emulator.type("EmployeeSettings", "C2", str(len(text)))
                self.emulator.type("Ranks", "D2", text)
                log = self.sync()
                self.assertIn("EmployeeSettings!B3", log)
                self.assertEqual(self.wage_of(SECOND), 15.5, "the value that was known stays")
                self.assertEqual(
                    self.sql("SELECT sales_commission FROM employee_settings "
                             "WHERE employee_id = ?", FIRST), [(len(text),)])
                [(address, column)] = self.sql("SELECT address, column_name FROM _held_rows")
                self.assertEqual((address, column), ("EmployeeSettings!B3", "hourly_wage"))
        self.emulator.type("EmployeeSettings", "B3", "16")
        self.sync()
        self.assertEqual(self.sql("SELECT count(*) FROM _held_rows"), [(0,)])
        self.assertEqual(self.wage_of(SECOND), 16)

    def test_an_emptied_required_cell_holds_its_row_back(self):
        self.sync()
        self.emulator.type("EmployeeSettings", "B3", "")
        self.assertIn("EmployeeSettings!B3", self.sync())
        self.assertEqual(self.wage_of(SECOND), 15.5)

    def test_decimal_commas_of_a_locale_are_numbers(self):
        self.emulator.edit({"updateSpreadsheetProperties": {
            "properties": {"locale": "ru_RU"}, "fields": "locale"}})
        self.emulator.type("EmployeeSettings", "B3", "15,75")
        self.sync()
        self.assertEqual(self.wage_of(SECOND), 15.75)
        self.sql("UPDATE employee_settings SET hourly_wage = 16.25 WHERE employee_id = ?", SECOND)
        self.sync()
        self.assertEqual(self.emulator.rows("EmployeeSettings")[2][1], 16.25)

    def test_the_same_id_twice_holds_both_rows_back(self):
        self.sync()
        self.emulator.type("EmployeeSettings", "A4", str(SECOND))
        log = self.sync()
        self.assertIn("EmployeeSettings!A", log)
        self.assertEqual(self.wage_of(SECOND), 15.5)

    def test_an_id_that_is_text_holds_its_row_back(self):
        self.sync()
        self.emulator.put_text("EmployeeSettings", 7, 0, "seven")
        self.assertIn("EmployeeSettings!A8", self.sync())
        self.assertEqual(self.sql("SELECT count(*) FROM employee_settings"), [(7,)])


class ChangedSheetTest(E2eTest):
    """An emptied sheet, or a renamed header, gave defaults, lost tables, or nothing at all."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.before = {table: self.sql(f"SELECT * FROM {table}") for table in self.TABLES.values()}

    def expect_nothing_lost(self, held, said):
        log = self.sync(status=1)
        self.assertIn(said, log)
        self.assertIn((held,), self.sql("SELECT table_name FROM _holds"))
        for table, rows in self.before.items():
            self.assertEqual(self.sql(f"SELECT * FROM {table}"), rows)

    def test_an_emptied_sheet_deletes_nothing(self):
        self.emulator.delete_rows("EmployeeSettings", 1, 7)
        self.expect_nothing_lost("employee_settings", "(empty-sheet)")

    def test_a_renamed_header_of_a_key_stops_its_table_only(self):
        for tab, cell, header, table in [
                ("EmployeeSettings", "A1", "EmployeeId", "employee_settings"),
                ("Ranks", "A1", "Rank Name", "ranks")]:
            with self.subTest(header=header):
                self.emulator.type(tab, cell, "Something")
                self.expect_nothing_lost(table, header)
                self.emulator.type(tab, cell, header)
                self.sync()
                self.assertEqual(self.sql("SELECT * FROM _holds"), [])

    def test_a_renamed_header_stops_its_table_where_the_values_changed_too(self):
        self.emulator.type("EmployeeSettings", "B1", "Something")
        for row in (2, 3):
            self.emulator.type("EmployeeSettings", f"B{row}", "99")
        self.expect_nothing_lost("employee_settings", "Hourly wage")

    def test_a_renamed_header_is_followed_where_its_values_prove_it(self):
        self.emulator.type("EmployeeSettings", "B1", "Pay an hour")
        self.assertIn("'Hourly wage'", self.sync())
        for table, rows in self.before.items():
            self.assertEqual(self.sql(f"SELECT * FROM {table}"), rows)
        self.emulator.type("EmployeeSettings", "B2", "77")
        self.sync()
        self.assertIn((77,), self.sql("SELECT hourly_wage FROM employee_settings"))

    def test_a_doubled_header_stops_its_table(self):
        self.emulator.type("EmployeeSettings", "D1", "Hourly wage")
        self.expect_nothing_lost("employee_settings", "Hourly wage")

    def test_a_title_above_the_header_stops_its_table(self):
        self.emulator.insert_rows("EmployeeSettings", 0)
        self.emulator.type("EmployeeSettings", "A1", "Our people")
        self.expect_nothing_lost("employee_settings", "EmployeeSettings")

    def test_a_renamed_tab_is_followed(self):
        self.emulator.edit({"updateSheetProperties": {
            "properties": {"sheetId": self.emulator.tab("Ranks")["sheetId"], "title": "Levels"},
            "fields": "title"}})
        self.emulator.type("Levels", "D2", "cake")
        self.sync()
        self.assertEqual(self.sql("SELECT bonus_1 FROM ranks WHERE rank_name = 'Rookie'"),
                         [("cake",)])

    def test_a_deleted_tab_deletes_nothing(self):
        self.emulator.edit({"deleteSheet": {"sheetId": self.emulator.tab("Ranks")["sheetId"]}})
        self.run_worker("--once")
        for table, rows in self.before.items():
            self.assertEqual(self.sql(f"SELECT * FROM {table}"), rows)

    def test_another_spreadsheet_is_not_merged_into_this_database(self):
        log = self.sync(status=1, SHEETKEEPER_SPREADSHEET="1AnotherSpreadsheet")
        self.assertIn(SPREADSHEET, log)
        for table, rows in self.before.items():
            self.assertEqual(self.sql(f"SELECT * FROM {table}"), rows)


class RoundTripTest(E2eTest):
    TEXTS = ["007", "+79001234567", "=1+1", "1e5", "123456789012345678", "'quoted", "TRUE",
             "12/31/2025", "🌱 emoji", " blanks ", "x" * 50000]

    def test_text_survives_in_both_directions(self):
        self.sync()
        for index, text in enumerate(self.TEXTS):
            self.sql("INSERT INTO ranks VALUES (?, 1, 2, NULL, NULL, NULL, ?)", f"new {index}", text)
        self.emulator.put_text("Ranks", 1, 6, "=2+2")
        self.emulator.put_text("Ranks", 2, 6, "007")
        self.sync()
        in_sheet = {row[0]: row[6] for row in self.emulator.rows("Ranks")[1:] if len(row) > 6}
        for index, text in enumerate(self.TEXTS):
            self.assertEqual(in_sheet[f"new {index}"], text)
        in_database = dict(self.sql("SELECT rank_name, text FROM ranks"))
        self.assertEqual(in_database["Rookie"], "=2+2")
        self.assertEqual(in_database["Hustler"], "007")
        self.assert_quiet()
        in_database = dict(self.sql("SELECT rank_name, text FROM ranks"))
        for index, text in enumerate(self.TEXTS):  # a formula would show its result by now
            self.assertEqual(in_database[f"new {index}"], text)


if __name__ == "__main__":
    unittest.main()
