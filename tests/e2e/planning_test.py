"""The commands that look ahead, and those by which a person stops, restarts and takes back."""

import unittest

from commands_test import CommandsTest
from terminal import Terminal


class PlanTest(CommandsTest):
    def bytes_of_the_database(self):
        return {f.name: f.read_bytes() for f in (self.folder / "data").iterdir()
                if not f.name.endswith("-shm")}

    def plan(self, table):
        return next(it for it in self.ask_json("plan")["tables"] if it["table"] == table)

    def test_a_first_sync_of_two_filled_sides_is_seen_before_it_is_done(self):
        (self.folder / "data").mkdir()
        self.sql("CREATE TABLE ranks (rank_name TEXT PRIMARY KEY, min_amount REAL, max_amount REAL,"
                 " bonus_1 TEXT, bonus_2 TEXT, bonus_3 TEXT, text TEXT)")
        self.sql("INSERT INTO ranks (rank_name, min_amount, max_amount, bonus_1) VALUES "
                 "('Shark', 11001, 14000, 'cake'), ('Whale', 20001, 30000, 'pie')")
        before = self.bytes_of_the_database()
        self.emulator.forget_requests()
        plan = self.plan("ranks")
        self.assertEqual([r for r in self.emulator.requests() if r.startswith("POST /v4")], [])
        self.assertEqual(self.bytes_of_the_database(), before)
        changes = {(c["side"], c["key"], c["column"]): (c["action"], c["before"], c["after"])
                   for c in plan["changes"]}
        self.assertEqual(changes["sheet", "Whale", "bonus_1"], ("insert", None, "pie"))
        self.assertEqual(changes["database", "Shark", "bonus_2"],
                         ("update", None, "percent_all_1"))
        self.assertEqual([(c["key"], c["column"], c["sheet"], c["database"], c["winner"])
                          for c in plan["conflicts"]],
                         [("Shark", "bonus_1", "percent_prev_1", "cake", "nobody")])
        self.assertEqual({c["reason"] for c in plan["changes"] if c["key"] == "Shark"},
                         {"new on both sides"})

    def test_a_plan_without_a_database_makes_none(self):
        plan = self.plan("ranks")
        self.assertEqual({c["action"] for c in plan["changes"]}, {"insert"})
        self.assertFalse((self.folder / "data").exists())

    def test_what_the_plan_says_is_what_the_cycle_does(self):
        self.sync()
        self.emulator.type("Ranks", "E5", "pie")
        self.set_bonus("Shark", "cake")
        [to_database, to_sheet] = sorted(self.plan("ranks")["changes"], key=lambda c: c["side"])
        self.assertEqual([to_database[n] for n in ("side", "column", "before", "after", "reason")],
                         ["database", "bonus_2", "percent_all_1", "pie", "changed on both sides"])
        self.assertEqual([to_sheet[n] for n in ("side", "column", "address", "before", "after")],
                         ["sheet", "bonus_1", "Ranks!D5", "percent_prev_1", "cake"])
        self.assertRegex(self.ask("plan").stdout,
                         r"sheet +update +Shark +bonus_1: percent_prev_1 -> cake +Ranks!D5")
        self.sync()
        lines = self.ask_json("log", "--table", "ranks", "--key", "Shark")["lines"]
        self.assertEqual({(x["side"], x["column"], x["before"], x["after"]) for x in lines
                          if x["action"] == "update"},
                         {(c["side"], c["column"], c["before"], c["after"])
                          for c in (to_database, to_sheet)})
        self.assertEqual(self.plan("ranks")["changes"], [])
        self.assertIn("ranks (sheet Ranks): nothing to do", self.ask("plan").stdout)

    def test_a_plan_that_a_guard_stops_is_shown_with_the_guard(self):
        self.sync()
        self.emulator.delete_rows("Ranks", 1, 5)
        plan = self.plan("ranks")
        self.assertEqual(plan["hold"]["guard"], "empty-sheet"
                         if not self.emulator.rows("Ranks")[1:] else "mass-delete-database")
        self.assertEqual({c["action"] for c in plan["changes"]}, {"delete"})
        self.assertIn("is held (", self.ask("plan", "--table", "ranks").stdout)

    def test_rows_that_do_not_fit_are_in_the_plan(self):
        self.emulator.type("EmployeeSettings", "B2", "much")
        [waiting] = self.plan("employee_settings")["waiting"]
        self.assertEqual((waiting["address"], waiting["column"]),
                         ("EmployeeSettings!B2", "hourly_wage"))

    def test_diff_says_what_differs_and_nothing_else(self):
        self.sync()
        self.assertEqual(self.ask_json("diff"), {"complete": True, "differences": []})
        self.emulator.type("Ranks", "E5", "pie")
        self.set_bonus("Shark", "cake")
        self.sql("DELETE FROM ranks WHERE rank_name = 'Rookie'")
        self.sql("INSERT INTO ranks (rank_name, min_amount, max_amount) VALUES ('Whale', 1, 2)")
        told = self.ask_json("diff", status=1)["differences"]
        self.assertEqual({(d["key"], d["column"], d["only_in"], d["sheet"], d["database"])
                          for d in told},
                         {("Shark", "bonus_1", None, "percent_prev_1", "cake"),
                          ("Shark", "bonus_2", None, "pie", "percent_all_1"),
                          ("Rookie", None, "sheet", None, None),
                          ("Whale", None, "database", None, None)})
        self.assertRegex(self.ask("diff", status=1).stdout, r"Whale +\(row\) +- +there")
        self.assertIn("did you mean 'ranks'?",
                      self.ask("diff", "--table", "rank", status=2).stderr)

    def test_a_conflict_that_waits_is_a_difference(self):
        self.sync()
        self.make_conflict()
        [difference] = self.ask_json("diff", status=1)["differences"]
        self.assertEqual((difference["sheet"], difference["database"]), ("pie", "cake"))


class PauseTest(CommandsTest):
    def setUp(self):
        super().setUp()
        self.sync()

    def test_a_paused_table_rests_on_both_sides_and_others_go_on(self):
        self.ask_json("pause", "--table", "ranks", "--reason", "new season")
        self.assertIn("new season", self.ask("status", status=1).stdout)
        [held] = self.ask_json("held")["held"]
        self.assertEqual((held["table"], held["guard"]), ("ranks", "paused"))
        self.emulator.type("Ranks", "E5", "pie")
        self.set_bonus("Shark", "cake")
        self.emulator.type("EmployeeSettings", "B2", "33")
        for _ in range(2):
            self.sync(status=1)
        self.assertEqual(self.bonus("Shark"), ("percent_prev_1", "cake"))
        self.assertEqual(self.sql("SELECT bonus_2 FROM ranks WHERE rank_name = 'Shark'"),
                         [("percent_all_1",)])
        self.assertEqual(self.wage_of(5938472011), 33)
        self.assertIn("sheetkeeper resume",
                      self.ask("approve", "--table", "ranks", status=1).stderr)
        self.assertFalse(self.ask_json("resume", "--table", "ranks")["paused"])
        self.sync()
        self.assert_equal_sides()
        self.assertEqual(self.bonus("Shark"), ("cake", "cake"))

    def test_a_worker_at_work_minds_the_pause(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("completed in")
        self.ask("pause", "--table", "ranks")
        seen = worker.log().count("completed in")
        worker.wait_for("completed in", times=seen + 2)
        self.set_bonus("Shark", "cake")
        worker.wait_for("completed in", times=seen + 4)
        self.assertEqual(self.bonus("Shark"), ("percent_prev_1", "cake"))
        self.ask("resume", "--table", "ranks")
        worker.wait_for("Push completed")
        self.assertEqual(worker.stop(), 0)
        self.assertEqual(self.bonus("Shark"), ("cake", "cake"))

    def test_what_is_not_paused_is_not_resumed(self):
        self.assertIn("is not paused", self.ask("resume", "--table", "ranks", status=1).stderr)
        self.assertIn("no table 'rank'", self.ask("pause", "--table", "rank", status=1).stderr)
        self.assertIn("which table?", self.ask("pause", status=64).stderr)


class ResyncTest(CommandsTest):
    def setUp(self):
        super().setUp()
        self.sync()

    def test_it_compares_anew_and_deletes_nothing(self):
        self.sql("DELETE FROM ranks WHERE rank_name = 'Rookie'")
        self.emulator.delete_rows("Ranks", 2)
        self.set_bonus("Shark", "cake")
        self.assertEqual(self.ask_json("resync", "--table", "ranks", "--yes"),
                         {"forgotten": [{"table": "ranks"}]})
        changes = self.ask_json("plan", "--table", "ranks")["tables"][0]["changes"]
        self.assertEqual({(c["side"], c["key"]) for c in changes if c["action"] == "insert"},
                         {("sheet", "Hustler"), ("database", "Rookie")})
        self.assertNotIn("delete", {c["action"] for c in changes})
        self.sync()
        self.assertEqual(self.ask_json("conflicts")["conflicts"][0]["database"], "cake")
        ranks = [row[0] for row in self.emulator.rows("Ranks")[1:]]
        self.assertIn("Hustler", ranks)
        self.assertIn(("Rookie",), self.sql("SELECT rank_name FROM ranks"))

    def test_it_is_not_done_unasked_nor_beside_a_worker(self):
        refused = self.ask("resync", "--all", status=1)
        self.assertIn("Add --yes to do it", refused.stderr)
        worker = self.start_worker("--interval", "60")
        worker.wait_for("completed in")
        self.assertIn("stop it first", self.ask("resync", "--all", "--yes", status=1).stderr)
        worker.stop()
        self.assert_quiet()


class UndoTest(CommandsTest):
    def answer(self, words, answer):
        """Runs a command at a terminal; gives what it shows and its status."""
        terminal = Terminal(["sheetkeeper", *words], 80, self.folder, self.environment)
        self.addCleanup(terminal.kill)
        terminal.type(answer)
        status = terminal.wait()
        return terminal.written, status

    def test_it_shows_its_plan_first_and_asks(self):
        self.sync()
        self.emulator.type("Ranks", "D5", "pie")
        self.sync()
        batch = str(self.ask_json("log")["lines"][-1]["batch"])
        refused = self.ask("undo", "--batch", batch, status=1)
        self.assertIn("bonus_1 becomes 'percent_prev_1' again, is 'pie'", refused.stdout)
        self.assertIn("Add --yes to do it", refused.stderr)
        shown, status = self.answer(["undo", "--batch", batch], "n\n")
        self.assertRegex(shown, r"becomes 'percent_prev_1' again(.|\n)*Take this back, in 1 row\? \[y/N\]")
        self.assertEqual((status, self.bonus("Shark")), (1, ("pie", "pie")))
        _, status = self.answer(["undo", "--batch", batch], "y\n")
        self.assertEqual((status, self.bonus("Shark")), (0, ("pie", "percent_prev_1")))
        self.sync()
        self.assertEqual(self.bonus("Shark"), ("percent_prev_1", "percent_prev_1"))


if __name__ == "__main__":
    unittest.main()
