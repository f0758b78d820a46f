"""The commands by which people look at what is kept, as they are typed, beside the emulator."""

import json
import sqlite3
import subprocess
import unittest

from harness import BIN, ROOT, E2eTest
from shape import faults
from terminal import Terminal


class CommandsTest(E2eTest):
    def setUp(self):
        super().setUp()
        file = self.folder / "sheetkeeper.toml"
        file.write_text(file.read_text().replace('key = "rank_name"',
                                                 'key = "rank_name"\npolicy = "manual"'))

    def ask(self, *words, status=0):
        run = self.run_worker(*words, program="sheetkeeper")
        self.assertEqual(run.returncode, status, f"{words}\n{run.stdout}{run.stderr}")
        return run

    def ask_json(self, *words, status=0):
        """What the command prints with --json, checked against its schema."""
        told = json.loads(self.ask(*words, "--json", status=status).stdout)
        name = {"resume": "pause", "approve": "held", "revert": "held", "health": "status"}.get(
            words[0], words[0])
        name += "-codes" if "--codes" in words else ""
        schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text())
        self.assertEqual(faults(told, schema), [])
        return told

    def set_bonus(self, rank, value):
        self.sql("UPDATE ranks SET bonus_1 = ? WHERE rank_name = ?", value, rank)

    def bonus(self, rank):
        in_database = self.sql("SELECT bonus_1 FROM ranks WHERE rank_name = ?", rank)[0][0]
        in_sheet = next(row[3] for row in self.emulator.rows("Ranks") if row[0] == rank)
        return in_sheet, in_database

    def make_conflict(self, rank="Shark", sheet="pie", database="cake"):
        """On the first run of a cycle, both sides change one cell; gives the conflict's id."""
        row = next(i for i, cells in enumerate(self.emulator.rows("Ranks")) if cells[0] == rank)
        self.set_bonus(rank, database)
        self.emulator.type("Ranks", f"D{row + 1}", sheet)
        self.sync()
        return self.ask_json("conflicts")["conflicts"][-1]["id"]

    def on_a_terminal(self, width, *words, **environment):
        """What the command writes to a terminal of that width."""
        terminal = Terminal(["sheetkeeper", *words], width, self.folder,
                            self.environment | environment)
        self.addCleanup(terminal.kill)
        self.assertEqual(terminal.wait(), 0, terminal.written)
        return terminal.written


class LookingTest(CommandsTest):
    def test_conflicts_are_listed_with_all_three_values(self):
        self.sync()
        self.assertEqual(self.ask_json("conflicts"), {"conflicts": []})
        self.assertEqual(self.ask("conflicts").stdout, "")
        self.make_conflict()
        [conflict] = self.ask_json("conflicts", "--table", "ranks")["conflicts"]
        self.assertEqual(
            [conflict[name] for name in ("key", "column", "base", "sheet", "database", "state")],
            ["Shark", "bonus_1", "percent_prev_1", "pie", "cake", "open"])
        self.assertRegex(self.ask("conflicts").stdout, r"ranks +Shark +bonus_1 +percent_prev_1 +pie +cake +open ")

    def test_rows_that_wait_are_listed_with_their_address_and_the_reason(self):
        self.sync()
        self.emulator.type("EmployeeSettings", "B2", "much")
        self.set_bonus("Shark", "x" * 50001)
        self.sync()
        rows = self.ask_json("rejected")["rows"]
        self.assertEqual([(r["table"], r["side"], r["key"], r["address"], r["column"])
                          for r in rows],
                         [("employee_settings", "sheet", 5938472011, "EmployeeSettings!B2",
                           "hourly_wage"),
                          ("ranks", "database", "Shark", None, "bonus_1")])
        self.assertIn("'much' is not a number", rows[0]["reason"])
        self.assertEqual(self.ask_json("rejected", "--table", "ranks")["rows"], rows[1:])
        self.assertEqual(self.ask_json("rejected", "--key", "5938472011")["rows"], rows[:1])

    def test_the_log_tells_the_story_of_a_cell(self):
        self.sync()
        self.set_bonus("Shark", "cake")
        self.sync()
        self.emulator.type("Ranks", "D5", "tea")
        self.sync()
        cell = ["log", "--table", "ranks", "--key", "Shark", "--column", "bonus_1"]
        lines = self.ask_json(*cell)["lines"]
        self.assertEqual([(x["side"], x["before"], x["after"], x["reason"]) for x in lines],
                         [("sheet", "percent_prev_1", "cake", "changed in the database"),
                          ("database", "cake", "tea", "changed in the sheet")])
        self.assertEqual(self.ask_json(*cell, "--batch", str(lines[0]["batch"]))["lines"],
                         lines[:1])
        self.assertEqual(self.ask_json(*cell, "--limit", "1")["lines"], lines[1:])
        self.assertEqual(self.ask_json(*cell, "--since", "0s")["lines"], [])
        self.assertEqual(len(self.ask_json(*cell, "--since", "1h")["lines"]), 2)
        self.assertIn("bonus_1: cake -> tea", self.ask(*cell).stdout)

    def test_the_schema_makes_the_same_tables_elsewhere(self):
        self.sync()
        statements = self.ask("schema").stdout
        self.assertNotIn("_base_", statements)
        copy = self.folder / "copy.db"
        with sqlite3.connect(copy) as connection:
            connection.executescript(statements)
            names = [row[1] for row in connection.execute("PRAGMA table_info(ranks)")]
        self.assertEqual(names, ["rank_name", "min_amount", "max_amount", "bonus_1", "bonus_2",
                                 "bonus_3", "text"])
        objects = self.ask_json("schema")["objects"]
        self.assertEqual(sorted(o["name"] for o in objects), sorted(self.TABLES.values()))
        self.assertIn("_history", [o["name"] for o in self.ask_json("schema", "--all")["objects"]])

    def test_what_cannot_be_told_is_said_with_status_2(self):
        for command in ("conflicts", "rejected", "log", "schema"):
            self.assertIn("there is no database", self.ask(command, status=2).stderr)
        self.sync()
        self.assertIn("did you mean 'ranks'?",
                      self.ask("conflicts", "--table", "rank", status=2).stderr)
        self.assertIn("did you mean 'conflicts'?", self.ask("conflict", status=64).stderr)

    def test_looking_makes_no_files(self):
        self.sync()
        before = sorted(f.name for f in (self.folder / "data").iterdir())
        for command in ("conflicts", "rejected", "log", "schema"):
            self.ask(command)
        self.assertEqual(sorted(f.name for f in (self.folder / "data").iterdir()), before)

    def test_the_other_reports_have_their_documented_shape(self):
        self.ask_json("sync")
        self.set_bonus("Shark", "cake")
        self.ask_json("status", status=1)
        self.ask_json("health")
        self.ask_json("sync")
        self.ask_json("stats")
        self.ask_json("held")
        batch = self.ask_json("log")["lines"][-1]["batch"]
        self.assertEqual(len(self.ask_json("undo", "--batch", str(batch))["rows"]), 1)

    def test_reports_of_what_went_wrong_have_that_shape_too(self):
        self.ask_json("sync")
        self.emulator.delete_rows("Ranks", 1, 5)
        self.assertFalse(self.ask_json("sync", status=1)["completed"])
        for answer in ("approve", "revert"):
            [held] = self.ask_json("held")["held"]
            self.assertEqual((held["table"], held["guard"]), ("ranks", "mass-delete-database"))
            [answered] = self.ask_json(answer, "--table", "ranks")["held"]
            self.assertEqual(answered["decision"], answer)
        self.assertEqual(self.ask_json("status", status=1)["tables"][2]["hold"]["guard"],
                         "mass-delete-database")
        self.assertTrue(self.ask_json("stats")["moved"])
        self.use_proxy(lambda *_: 403)
        told = self.ask_json("sync", status=1)
        self.assertIn("sheetkeeper doctor", told["error"])

    def test_tables_fit_the_terminal_and_are_coloured_only_there(self):
        self.sync()
        self.set_bonus("Shark", "c" * 300)
        self.sync()
        command = ["log", "--table", "ranks", "--key", "Shark", "--column", "bonus_1"]
        self.assertIn("c" * 300, self.ask(*command).stdout)
        self.assertNotIn("\x1b", self.ask(*command).stdout)
        shown = self.on_a_terminal(90, *command, TERM="xterm")
        self.assertIn("\x1b[1mBATCH", shown)
        plain = self.on_a_terminal(90, *command, TERM="xterm", NO_COLOR="1")
        self.assertNotIn("\x1b", plain)
        table, hint = plain.rsplit("\n", 2)[:2]
        self.assertLessEqual(max(len(line) for line in table.splitlines()), 90)
        self.assertIn("percent_prev_1", table)
        self.assertIn("…", table)
        self.assertEqual(hint.strip(), "Take a batch back: sheetkeeper undo --batch 2")


class ResolveTest(CommandsTest):
    def setUp(self):
        super().setUp()
        self.sync()

    def resolved(self, *words, status=0):
        """What each conflict's decision came to: (decision, value, effect)."""
        told = self.ask_json("resolve", *words, status=status)["resolved"]
        return [(it["decision"], it["value"], it["effect"]) for it in told]

    def test_each_choice_makes_both_sides_equal_and_keeps_both_values(self):
        choices = {"--mine": "cake", "--theirs": "pie", "--base": "percent_prev_1"}
        for choice, expected in choices.items():
            with self.subTest(choice):
                conflict = self.make_conflict(sheet="pie", database="cake")
                self.ask("resolve", "--id", str(conflict), choice)
                self.sync()
                self.assertEqual(self.bonus("Shark"), (expected, expected))
                [kept] = [c for c in self.ask_json("conflicts", "--all")["conflicts"]
                          if c["id"] == conflict]
                self.assertEqual([kept[n] for n in ("sheet", "database", "state", "decision")],
                                 ["pie", "cake", "decided", choice.strip("-")])
                self.assertEqual(self.ask_json("conflicts")["conflicts"], [])
                self.set_bonus("Shark", "percent_prev_1")
                self.sync()
                self.assert_quiet()

    def test_a_value_of_neither_side(self):
        conflict = self.make_conflict()
        self.assertEqual(self.resolved("--id", str(conflict), "--value", "tea"),
                         [("value", "tea", "edit")])
        self.assertEqual(self.bonus("Shark"), ("pie", "tea"))
        self.sync()
        self.assertEqual(self.bonus("Shark"), ("tea", "tea"))
        self.assert_quiet()

    def test_a_decision_is_void_when_a_side_has_changed_meanwhile(self):
        conflict = self.make_conflict()
        self.ask("resolve", "--id", str(conflict), "--mine")
        self.emulator.type("Ranks", "D5", "beer")
        self.sync()
        self.assertEqual(self.bonus("Shark"), ("beer", "cake"))
        [again] = self.ask_json("conflicts")["conflicts"]
        self.assertEqual([again[n] for n in ("sheet", "database", "decision")],
                         ["beer", "cake", None])

    def test_a_decision_outlives_a_write_that_fails_and_one_whose_answer_is_lost(self):
        proxy = self.use_proxy()
        for choice, expected in {"--mine": "cake", "--base": "percent_prev_1"}.items():
            for fault in ("cut", "drop"):
                with self.subTest(f"{choice}, {fault}"):
                    conflict = self.make_conflict()
                    self.ask("resolve", "--id", str(conflict), choice)
                    proxy.on_request = lambda _, path, __: fault if ":batchUpdate" in path else None
                    self.run_worker("--once")
                    proxy.on_request = None
                    in_sheet = expected if fault == "drop" else "pie"
                    self.assertEqual(self.bonus("Shark"), (in_sheet, expected))
                    self.sync()
                    self.assertEqual(self.bonus("Shark"), (expected, expected))
                    [kept] = [c for c in self.ask_json("conflicts", "--all")["conflicts"]
                              if c["id"] == conflict]
                    self.assertEqual(kept["state"], "decided")
                    self.set_bonus("Shark", "percent_prev_1")
                    self.sync()

    def test_all_of_a_table_is_asked_about_first(self):
        self.make_conflict("Shark")
        self.make_conflict("King of Greed", sheet="plum", database="fig")
        refused = self.ask("resolve", "--table", "ranks", "--theirs", status=1)
        self.assertIn("Add --yes to do it", refused.stderr)
        self.assertEqual(len(self.resolved("--table", "ranks", "--theirs", "--yes")), 2)
        self.sync()
        self.assertEqual([self.bonus("Shark"), self.bonus("King of Greed")],
                         [("pie", "pie"), ("plum", "plum")])

    def test_a_hook_decides_each_one(self):
        self.make_conflict("Shark")
        self.make_conflict("King of Greed", sheet="plum", database="fig")
        hook = self.folder / "hook"
        hook.write_text("#!/usr/bin/env python3\nimport json, sys\n"
                        "it = json.load(sys.stdin)\n"
                        "print(json.dumps({'value': it['mine'] + '+' + it['theirs']})"
                        " if it['key'] == 'King of Greed' else 'leave')\n")
        hook.chmod(0o755)
        self.assertEqual(self.resolved("--all", "--hook", "./hook", "--yes"),
                         [(None, None, "none"), ("value", "fig+plum", "edit")])
        self.sync()
        self.assertEqual([self.bonus("Shark"), self.bonus("King of Greed")],
                         [("pie", "cake"), ("fig+plum", "fig+plum")])
        for bad, words in (("exit 3", "failed with status 3"), ("echo maybe", "answered 'maybe'")):
            self.assertIn(words, self.ask("resolve", "--all", "--hook", bad, status=1).stderr)

    def test_what_a_policy_decided_is_turned_round(self):
        self.sql("UPDATE employee_settings SET hourly_wage = 31 WHERE employee_id = 5938472011")
        self.emulator.type("EmployeeSettings", "B2", "32")
        self.sync()
        [conflict] = self.ask_json("conflicts", "--all")["conflicts"]
        won = self.wage_of(5938472011)
        self.assertIn(won, (31, 32))
        choice = "--mine" if won == 32 else "--theirs"
        self.ask("resolve", "--id", str(conflict["id"]), choice)
        self.sync()
        self.assertEqual(self.wage_of(5938472011), 63 - won)
        self.assert_equal_sides()

    def test_a_row_that_came_back_is_deleted_after_all_only_when_meant(self):
        self.sql("DELETE FROM ranks WHERE rank_name = 'Shark'")
        self.emulator.type("Ranks", "D5", "pie")
        self.sync()
        [conflict] = self.ask_json("conflicts", "--all")["conflicts"]
        self.assertIsNone(conflict["column"])
        choose = ["resolve", "--id", str(conflict["id"]), "--mine"]
        self.assertIn("Delete the row Shark", self.ask(*choose, status=1).stderr)
        self.assertEqual(self.sql("SELECT count(*) FROM ranks WHERE rank_name = 'Shark'"), [(1,)])
        self.ask(*choose, "--yes")
        self.sync()
        self.assertNotIn("Shark", [row[0] for row in self.emulator.rows("Ranks") if row])
        self.assert_equal_sides()

    def test_wrong_words_are_answered_with_the_right_ones(self):
        self.assertIn("which?", self.ask("resolve", "--mine", status=64).stderr)
        self.assertIn("how?", self.ask("resolve", "--all", status=64).stderr)
        self.assertIn("how?", self.ask("resolve", "--all", "--mine", "--base", status=64).stderr)
        self.assertIn("there is no conflict 7", self.ask("resolve", "--id", "7", "--mine",
                                                         status=1).stderr)
        self.assertIn("No conflict waits", self.ask("resolve", "--all", "--mine").stderr)


class WrongPathTest(CommandsTest):
    def test_no_command_makes_a_database(self):
        for words in (["approve", "--table", "ranks"], ["revert", "--table", "ranks"],
                      ["resolve", "--all", "--mine"], ["undo", "--batch", "1"]):
            answer = self.ask(*words, "--db-path", "elsewhere.db", status=1)
            self.assertIn("there is no database elsewhere.db", answer.stderr)
        self.assertFalse((self.folder / "elsewhere.db").exists())


class WatchTest(CommandsTest):
    def test_events_arrive_as_they_happen(self):
        self.sync()
        watch = subprocess.Popen([BIN / "sheetkeeper", "watch", "--json", "--every", "0"],
                                 cwd=self.folder, stdout=subprocess.PIPE, text=True,
                                 env=self.environment)
        self.addCleanup(watch.wait)
        self.addCleanup(watch.stdout.close)
        self.addCleanup(watch.kill)
        schema = json.loads((ROOT / "docs" / "schemas" / "watch.json").read_text())

        def next_event(name):
            for line in watch.stdout:
                event = json.loads(line)
                self.assertEqual(faults(event, schema), [])
                if event["event"] == name:
                    return event
            raise AssertionError("the stream ended")

        self.assertTrue(next_event("status")["status"]["in_sync"])
        self.emulator.type("Ranks", "E5", "pie")
        self.make_conflict()
        change = next_event("change")["change"]
        self.assertEqual([change[n] for n in ("table", "key", "column", "before", "after")],
                         ["ranks", "Shark", "bonus_2", "percent_all_1", "pie"])
        self.assertEqual(next_event("conflict")["conflict"]["sheet"], "pie")
        self.ask("pause", "--table", "ranks", "--reason", "new season")
        while True:
            tables = {t["name"]: t for t in next_event("status")["status"]["tables"]}
            if tables["ranks"]["hold"]:
                break
        self.assertEqual(tables["ranks"]["hold"]["reason"], "new season")
        self.assertEqual(tables["ranks"]["conflicts"], 1)

    def test_a_terminal_shows_the_state_and_what_changes(self):
        self.sync()
        shown = self.on_a_terminal(100, "watch", "--for", "0", TERM="xterm")
        self.assertRegex(shown, r"In sync")
        self.assertIn("Nothing has changed since.", shown)

    def test_in_a_pipe_it_speaks_in_lines(self):
        self.sync()
        self.assertEqual(self.ask("watch", "--for", "0").stdout, "in sync\n")
        self.assertIn("there is no database",
                      self.ask("watch", "--db-path", "no.db", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
