#include "cli/record_commands.h"

#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/number_text.h"
#include "cli/confirm.h"
#include "cli/preview.h"
#include "cli/record_flags.h"
#include "cli/record_json.h"
#include "cli/text_table.h"
#include "cli/value_json.h"

namespace sheetkeeper {
namespace {

std::string ShownColumn(const std::string& column) {
  return column.empty() ? "(row)" : column;
}

// What every reporting command does with a list; `next` is what to do about it.
template <typename T>
void Report(const std::vector<T>& list, const char* name, const char* nothing, bool json,
            std::string (*to_json)(const T&), void (*print)(const std::vector<T>&),
            const std::string& next) {
  if (json) {
    fmt::print("{}\n", JsonObject().Add(name, JsonList(list, to_json)).Done());
  } else if (list.empty()) {
    fmt::print(stderr, "{}\n", nothing);
  } else {
    print(list);
    if (!next.empty()) Hint(next);
  }
}

// How to decide the first conflict that waits; "" where none does.
std::string HowToDecide(const std::vector<KeptConflict>& conflicts, const DatabaseFlags& flags) {
  for (const KeptConflict& it : conflicts) {
    if (it.state != "open" || !it.decision.empty()) continue;
    return fmt::format("Decide: {}  (or --theirs, --base, --value TEXT)",
                       CommandOn(flags, fmt::format("resolve --id {} --mine", it.id)));
  }
  return "";
}

std::string HowToUndo(const std::vector<HistoryLine>& lines, const DatabaseFlags& flags) {
  if (lines.empty()) return "";
  return "Take a batch back: " +
         CommandOn(flags, fmt::format("undo --batch {}", lines.back().batch));
}

// conflicts

struct ConflictsFlags {
  RecordFlags records;
  bool all = false;
};

CommandLine DescribeConflicts(ConflictsFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper conflicts";
  line.summary =
      "Lists what was changed differently on both sides and waits for a person. With --all also\n"
      "what was decided, with the value that lost.";
  line.examples =
      "  sheetkeeper conflicts\n"
      "  sheetkeeper conflicts --table ranks --all\n"
      "  sheetkeeper conflicts --json | jq '.conflicts[].id'\n";
  line.more =
      "Decide with 'sheetkeeper resolve --id N'. A conflict ends, too, when both sides hold the "
      "same\n"
      "value: change it on either.\n\n" +
      std::string(kReadingMore);
  AddRecordFlags(line, flags.records);
  line.flags.push_back(Switch("--all", "decided and closed ones, too", flags.all));
  return line;
}

// "open", "open, answered: mine", "decided: sheet".
std::string ShownState(const KeptConflict& conflict) {
  if (!conflict.decision.empty()) {
    return fmt::format("{}{}: {}", conflict.state, conflict.state == "open" ? ", answered" : "",
                       conflict.decision);
  }
  if (conflict.winner == "nobody") return conflict.state;
  return conflict.state + ": " + conflict.winner;
}

void PrintConflicts(const std::vector<KeptConflict>& conflicts) {
  TextTable table{{"ID", "TABLE", "ROW", "COLUMN", "BEFORE", "SHEET", "DATABASE", "STATE", "SINCE"},
                  {}};
  for (const KeptConflict& it : conflicts) {
    table.rows.push_back({NumberText(it.id), it.table, Shown(it.key), ShownColumn(it.column),
                          it.had_base ? Shown(it.base) : "-", Shown(it.sheet), Shown(it.database),
                          ShownState(it), ShownTime(it.at)});
  }
  fmt::print("{}", Render(table, LookOfStdout()));
}

// rejected

CommandLine DescribeRejected(RecordFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper rejected";
  line.summary =
      "Lists rows that wait because they do not fit: of the sheet, with their address, and of the\n"
      "database, where the sheet cannot take them or refused them.";
  line.examples =
      "  sheetkeeper rejected\n"
      "  sheetkeeper rejected --table ranks --json\n";
  line.more =
      "Correct the cell or the row: the next cycle takes it over. Other rows do not wait for it.\n"
      "\n" +
      std::string(kReadingMore);
  AddRecordFlags(line, flags);
  return line;
}

std::string WaitingJson(const WaitingRow& row) {
  return JsonObject()
      .Text("table", row.table)
      .Text("side", row.side)
      .Add("key", JsonOf(row.key))
      .TextOrNull("address", row.address)
      .TextOrNull("column", row.column)
      .Text("reason", row.reason)
      .Done();
}

void PrintWaiting(const std::vector<WaitingRow>& rows) {
  TextTable table{{"TABLE", "SIDE", "ROW", "WHERE", "REASON"}, {}};
  for (const WaitingRow& row : rows) {
    table.rows.push_back({row.table, row.side, Shown(row.key),
                          row.address.empty() ? ShownColumn(row.column) : row.address, row.reason});
  }
  fmt::print("{}", Render(table, LookOfStdout()));
}

// log

struct LogFlags {
  RecordFlags records;
  HistoryScope scope;
};

Result<> TakeInteger(const std::string& text, std::optional<int64_t>& into) {
  into = ParseInteger(text);
  if (into && *into > 0) return {};
  return Fail(ErrorKind::kInvalid, "'" + text + "' is not a number above 0");
}

CommandLine DescribeLog(LogFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper log";
  line.summary = "Shows what cycles changed: when, on which side, from what to what, and why.";
  line.examples =
      "  sheetkeeper log\n"
      "      the last 100 changes\n"
      "  sheetkeeper log --table ranks --key Gold --column bonus_1\n"
      "      the story of one cell\n"
      "  sheetkeeper log --since 2h --json\n"
      "  sheetkeeper log --batch 17\n";
  line.more =
      "Take a batch back with 'sheetkeeper undo --batch N'.\n\n" + std::string(kReadingMore);
  AddRecordFlags(line, flags.records);
  line.flags.push_back({"--batch", "N", "of this batch only", [&flags](const std::string& text) {
                          return TakeInteger(text, flags.scope.batch);
                        }});
  line.flags.push_back({"--since", "TIME", "since a moment, or for so long (2h)",
                        [&flags](const std::string& text) -> Result<> {
                          TRY_ASSIGN(flags.scope.since, "", ParseMoment(text));
                          return {};
                        }});
  line.flags.push_back(
      {"--limit", "N", "the newest so many (100)", [&flags](const std::string& text) -> Result<> {
         std::optional<int64_t> limit;
         TRY("", TakeInteger(text, limit));
         flags.scope.limit = *limit;
         return {};
       }});
  return line;
}

void PrintLines(const std::vector<HistoryLine>& lines) {
  TextTable table{{"BATCH", "TIME", "WROTE", "TABLE", "ROW", "CHANGE", "WHY"}, {}};
  for (const HistoryLine& line : lines) {
    const std::string change =
        line.column.empty()
            ? line.action
            : fmt::format("{}: {} -> {}", line.column, Shown(line.before), Shown(line.after));
    table.rows.push_back({NumberText(line.batch), ShownTime(line.at), line.side, line.table,
                          Shown(line.key), change, line.reason});
  }
  fmt::print("{}", Render(table, LookOfStdout()));
}

// schema

struct SchemaFlags {
  RecordFlags records;
  bool all = false;
};

CommandLine DescribeSchema(SchemaFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper schema";
  line.summary = "Prints the statements that made the tables, for programs that use the database.";
  line.examples =
      "  sheetkeeper schema\n"
      "  sheetkeeper schema --table ranks\n"
      "  sheetkeeper schema --all\n"
      "      the tables of sheetkeeper's own book-keeping, too\n";
  line.more = kReadingMore;
  AddDatabaseFlags(line, flags.records.database);
  line.flags.push_back(
      TextFlag("--table", "NAME", "of this table only", flags.records.scope.table));
  line.flags.push_back(Switch("--all", "what is sheetkeeper's own, too", flags.all));
  return line;
}

std::string ObjectJson(const SchemaObject& object) {
  return JsonObject()
      .Text("name", object.name)
      .Text("type", object.type)
      .Text("table", object.table)
      .Bool("internal", object.ours)
      .Text("sql", object.sql)
      .Done();
}

Result<std::vector<SchemaObject>> ReadSchema(const SchemaFlags& flags) {
  TRY_ASSIGN(RecordReader reader, "", OpenRecords(flags.records));
  TRY_ASSIGN(auto objects, "", reader.Schema());
  const std::string& table = flags.records.scope.table;
  std::erase_if(objects, [&](const SchemaObject& object) {
    return (object.ours && !flags.all) || (!table.empty() && object.table != table);
  });
  return objects;
}

void PrintObjects(const std::vector<SchemaObject>& objects) {
  for (const SchemaObject& object : objects) fmt::print("{};\n\n", object.sql);
}

}  // namespace

int RunConflictsCommand(int argc, char** argv) {
  ConflictsFlags flags;
  const CommandLine line = DescribeConflicts(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  auto reader = OpenRecords(flags.records);
  if (!reader) return Fails(line, reader.error(), kExitCannotTell);
  const auto conflicts = reader->Conflicts(flags.records.scope, flags.all);
  if (!conflicts) return Fails(line, conflicts.error(), kExitCannotTell);
  const bool json = flags.records.database.json;
  Report(*conflicts, "conflicts", flags.all ? "There were no conflicts." : "No conflict waits.",
         json, ConflictJson, PrintConflicts, HowToDecide(*conflicts, flags.records.database));
  return 0;
}

int RunRejectedCommand(int argc, char** argv) {
  RecordFlags flags;
  const CommandLine line = DescribeRejected(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  auto reader = OpenRecords(flags);
  if (!reader) return Fails(line, reader.error(), kExitCannotTell);
  const auto rows = reader->WaitingRows(flags.scope);
  if (!rows) return Fails(line, rows.error(), kExitCannotTell);
  Report(*rows, "rows", "No row waits.", flags.database.json, WaitingJson, PrintWaiting,
         "Put the cells right, then: " + CommandOn(flags.database, "sync --now"));
  return 0;
}

int RunLogCommand(int argc, char** argv) {
  LogFlags flags;
  const CommandLine line = DescribeLog(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  auto reader = OpenRecords(flags.records);
  if (!reader) return Fails(line, reader.error(), kExitCannotTell);
  flags.scope.rows = flags.records.scope;
  const auto lines = reader->History(flags.scope);
  if (!lines) return Fails(line, lines.error(), kExitCannotTell);
  Report(*lines, "lines", "Nothing was changed.", flags.records.database.json, LineJson, PrintLines,
         HowToUndo(*lines, flags.records.database));
  if (static_cast<int64_t>(lines->size()) == flags.scope.limit) {
    fmt::print(stderr, "These are the newest {}; there may be older ones (--limit).\n",
               flags.scope.limit);
  }
  return 0;
}

int RunSchemaCommand(int argc, char** argv) {
  SchemaFlags flags;
  const CommandLine line = DescribeSchema(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const auto objects = ReadSchema(flags);
  if (!objects) return Fails(line, objects.error(), kExitCannotTell);
  Report(*objects, "objects", "There are no tables.", flags.records.database.json, ObjectJson,
         PrintObjects, "");
  return 0;
}

}  // namespace sheetkeeper
