"""How soon a change reaches the other side: local writes at once, edits of the sheet by and by."""

import signal
import time
import unittest

from harness import E2eTest, wait_until

# In which a worker that runs in a circle would run several cycles. A machine that is slower lets it
# go unseen, and never fails a right one.
A_WHILE_S = 4


class PushOnWriteTest(E2eTest):
    FLAGS = ("--interval", "3600", "--push-on-write")

    def prepare(self):
        document = super().prepare()
        file = self.folder / "sheetkeeper.toml"
        file.write_text(file.read_text().replace('key = "rank_name"',
                                                 'key = "rank_name"\npolicy = "manual"'))
        return document

    def start(self, *flags):
        worker = self.start_worker(*(flags or self.FLAGS))
        worker.wait_for("Next sync at")
        return worker

    def bonus_in_sheet(self, rank):
        row = next(row for row in self.emulator.rows("Ranks") if row[0] == rank)
        return row[3] if len(row) > 3 else None

    def set_bonus(self, rank, value):
        self.sql("UPDATE ranks SET bonus_1 = ? WHERE rank_name = ?", value, rank)

    def expect_in_sheet(self, rank, value):
        wait_until(lambda: self.bonus_in_sheet(rank) == value, f"{value} in the sheet")

    def expect_rest(self, worker):
        """After at most some cycles it waits for the next write."""
        cycles = -1
        def rests():
            nonlocal cycles
            before, cycles = cycles, worker.log().count("Starting sync cycle")
            time.sleep(A_WHILE_S)
            return before == cycles
        wait_until(rests, "the worker to rest")
        self.assertLess(cycles, 10, worker.log())

    def test_local_writes_reach_the_sheet_long_before_the_interval(self):
        worker = self.start()
        self.set_bonus("Shark", "cake")
        self.expect_in_sheet("Shark", "cake")
        self.sql("INSERT INTO employee_settings VALUES (4711, 20.5, 3)")
        wait_until(lambda: [4711, 20.5, 3] in self.emulator.rows("EmployeeSettings"), "the new row")
        self.sql("DELETE FROM employee_settings WHERE employee_id = 4711")
        wait_until(lambda: [4711, 20.5, 3] not in self.emulator.rows("EmployeeSettings"),
                   "the row to go")
        self.expect_rest(worker)
        self.assert_equal_sides()
        self.assertEqual(len(self.sql("SELECT * FROM _cycles")), 1, "recorded once a minute")
        self.assertEqual(worker.stop(), 0)

    def test_rows_that_are_stuck_do_not_keep_it_running(self):
        self.sync()
        self.set_bonus("Shark", "cake")
        row = next(i for i, cells in enumerate(self.emulator.rows("Ranks")) if cells[0] == "Shark")
        self.emulator.type("Ranks", f"D{row + 1}", "pie")
        worker = self.start()
        self.sql("UPDATE ranks SET text = ? WHERE rank_name = (SELECT max(rank_name) FROM ranks "
                 "WHERE rank_name <> 'Shark')", "x" * 60000)
        wait_until(lambda: self.sql("SELECT * FROM _rejected_rows"), "the row to be rejected")
        self.assertEqual(self.sql("SELECT state FROM _conflicts"), [("open",)])
        self.expect_rest(worker)
        self.sql("UPDATE employee_settings SET hourly_wage = 77.5 WHERE employee_id = "
                 "(SELECT min(employee_id) FROM employee_settings)")
        wait_until(lambda: any(77.5 in row for row in self.emulator.rows("EmployeeSettings")),
                   "the wage in the sheet")
        self.expect_rest(worker)
        self.assertEqual(worker.stop(), 0)

    def test_a_reload_turns_it_on(self):
        worker = self.start("--interval", "3600")
        file = self.folder / "sheetkeeper.toml"
        file.write_text(file.read_text().replace("\n[worker]\n",
                                                 "\n[worker]\npush_on_write = true\n"))
        worker.signal(signal.SIGHUP)
        worker.wait_for("Next sync at", times=2)
        self.set_bonus("Shark", "cake")
        self.expect_in_sheet("Shark", "cake")
        self.assertEqual(worker.stop(), 0)


class MinIntervalTest(E2eTest):
    def test_while_the_sheet_is_edited_its_edits_arrive_long_before_the_interval(self):
        worker = self.start_worker("--interval", "3600", "--min-interval", "1")
        for wage in (41.5, 42.5):
            self.emulator.type("EmployeeSettings", "B2", str(wage))
            employee = self.emulator.rows("EmployeeSettings")[1][0]
            worker.wait_for("Next sync at")
            wait_until(lambda: self.wage_of(employee) == wage, f"a wage of {wage}")
        self.assertEqual(worker.stop(), 0)

    def test_one_that_is_longer_than_the_interval_is_refused(self):
        run = self.run_worker("--once", "--interval", "5", "--min-interval", "6")
        self.assertEqual(run.returncode, 78)
        self.assertIn("min_interval (6 s) is longer than interval (5 s)", run.stderr)


if __name__ == "__main__":
    unittest.main()
