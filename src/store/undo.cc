#include "store/undo.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/time_text.h"
#include "model/canonical.h"
#include "store/row_state.h"
#include "store/status_reader.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

// What the lines in scope, taken together, did to one row.
struct Story {
  bool existed_before = true;
  bool exists_after = true;
  int64_t last_line = 0;
  bool changed_later = false;                       // by a line that is not in scope
  std::map<size_t, std::pair<Value, Value>> cells;  // by column: first old value, last new value
};
using Stories = std::map<RowKey, Story>;

// What puts a misplaced write right brings a row back to what the history says it was.
constexpr char kOfRows[] = " AND action IN ('insert', 'update', 'delete')";

class StoryReader {
 public:
  StoryReader(Db& db, const UserTable& table, const UndoScope& scope)
      : db_(db), table_(table), scope_(scope) {}

  Result<Stories> Read() {
    Query query(db_,
                "SELECT line, row_key, column_name, action, old_value, new_value FROM _history "
                "WHERE table_name = ?1 AND (?2 IS NULL OR batch = ?2) AND (?3 IS NULL OR at >= ?3) "
                "AND (?4 = 0 OR row_key IS ?5) AND (?6 = '' OR column_name = ?6)" +
                    std::string(kOfRows) + " ORDER BY line",
                table_.schema.name, scope_.batch ? Value(*scope_.batch) : Value(),
                scope_.since ? Value(FormatRfc3339(*scope_.since)) : Value(), scope_.key ? 1 : 0,
                scope_.key.value_or(Value()), scope_.column);
    Stories stories;
    while (true) {
      TRY_ASSIGN(const bool more, "reading the history", query.Next());
      if (!more) break;
      Add(query, stories);
    }
    TRY("reading what came later", MarkChangedLater(stories));
    return stories;
  }

 private:
  // In one pass over what is younger than the first row's last line: a look-up for each row would
  // read the history again and again.
  Result<> MarkChangedLater(Stories& stories) {
    if (stories.empty()) return {};
    const auto first = std::min_element(stories.begin(), stories.end(), [](auto& a, auto& b) {
      return a.second.last_line < b.second.last_line;
    });
    Query query(db_,
                "SELECT row_key, line FROM _history WHERE table_name = ?1 AND line > ?2" +
                    std::string(kOfRows),
                table_.schema.name, first->second.last_line);
    while (true) {
      TRY_ASSIGN(const bool more, "reading the history", query.Next());
      if (!more) return {};
      const auto story = stories.find(query.ValueAt(0).value_or(Value()));
      if (story == stories.end()) continue;
      Story& of_row = story->second;
      of_row.changed_later = of_row.changed_later || query.Integer(1) > of_row.last_line;
    }
  }

  void Add(const Query& line, Stories& stories) {
    const RowKey key = line.ValueAt(1).value_or(Value());
    const auto [found, fresh] = stories.try_emplace(key);
    Story& story = found->second;
    const std::string action = line.Text(3);
    if (fresh) story.existed_before = action != "insert";
    if (action == "insert") story.exists_after = true;
    if (action == "delete") story.exists_after = false;
    story.last_line = line.Integer(0);
    const auto column = ColumnOf(line);
    if (!column) return;
    const Value old_value = line.ValueAt(4).value_or(Value());
    const auto [cell, first] = story.cells.try_emplace(*column, old_value, Value());
    cell->second.second = line.ValueAt(5).value_or(Value());
  }

  std::optional<size_t> ColumnOf(const Query& line) const {
    if (line.IsNull(2)) return std::nullopt;
    const auto& columns = table_.schema.columns;
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
      return column.name == line.Text(2);
    });
    if (found == columns.end()) return std::nullopt;  // the declaration has changed since
    return static_cast<size_t>(found - columns.begin());
  }

  Db& db_;
  const UserTable& table_;
  const UndoScope& scope_;
};

class RowUndo {
 public:
  RowUndo(Db& db, const UserTable& table) : db_(db), table_(table) {}

  Result<UndoStep> Plan(const RowKey& key, const Story& story) {
    UndoStep step;
    step.table = table_.schema.name;
    step.key = key;
    TRY_ASSIGN(const RowState state, "looking at it", ReadRowState(db_, table_, key));
    const auto* now = std::get_if<Row>(&state.row.now);
    if (now == nullptr && !IsAbsent(state.row.now)) {
      step.kept.push_back("the row holds a value that does not fit its column");
    } else if (story.existed_before && story.exists_after) {
      PlanUpdate(story, now, step);
    } else if (story.existed_before) {
      PlanInsert(key, story, now, step);
    } else if (story.exists_after && now != nullptr) {
      PlanDelete(story, *now, state, step);
    }
    return step;
  }

  Result<> Apply(const UndoStep& step) {
    switch (step.action) {
      case SideAction::kInsert:
        return Write(table_.insert_row, nullptr, step.cells);
      case SideAction::kDelete:
        return Write(table_.delete_row, &step.key, {});
      case SideAction::kUpdate: {
        std::vector<size_t> columns;
        for (const CellChange& cell : step.cells) columns.push_back(cell.column);
        return Write(table_.UpdateRow(columns), &step.key, step.cells);
      }
      case SideAction::kNone:
        break;
    }
    return {};
  }

 private:
  void PlanUpdate(const Story& story, const Row* now, UndoStep& step) const {
    if (now == nullptr) {
      step.kept.push_back("the row was deleted since");
      return;
    }
    for (const auto& [column, values] : story.cells) {
      const auto& [old_value, new_value] = values;
      const Value& current = (*now)[column];
      if (current == old_value) continue;
      if (current == new_value) {
        step.cells.push_back({column, current, old_value});
      } else {
        step.kept.push_back(fmt::format("{} was changed since: it is '{}', not '{}'",
                                        table_.schema.columns[column].name, ToText(current),
                                        ToText(new_value)));
      }
    }
    if (!step.cells.empty()) step.action = SideAction::kUpdate;
  }

  void PlanInsert(const RowKey& key, const Story& story, const Row* now, UndoStep& step) const {
    if (now != nullptr) {
      step.kept.push_back("there is a row of this key again");
      return;
    }
    step.action = SideAction::kInsert;
    for (size_t column = 0; column < table_.schema.columns.size(); ++column) {
      const auto cell = story.cells.find(column);
      Value value = column == table_.schema.key ? key
                    : cell == story.cells.end() ? Value()
                                                : cell->second.first;
      step.cells.push_back({column, Null{}, std::move(value)});
    }
  }

  static void PlanDelete(const Story& story, const Row& now, const RowState& state,
                         UndoStep& step) {
    if (story.changed_later || !state.settled) {
      step.kept.push_back("the new row was changed since");
      return;
    }
    step.action = SideAction::kDelete;
    for (size_t column = 0; column < now.size(); ++column) {
      step.cells.push_back({column, now[column], Null{}});
    }
  }

  Result<> Write(const std::string& sql, const RowKey* key, const std::vector<CellChange>& cells) {
    Query query(db_, sql);
    int index = 0;
    if (key != nullptr) query.Bind(++index, *key);
    for (const CellChange& cell : cells) query.Bind(++index, cell.after);
    return query.Run();
  }

  Db& db_;
  const UserTable& table_;
};

Result<> CheckScope(Db& db, const std::vector<TableSchema>& tables, const UndoScope& scope) {
  if (scope.batch) {
    TRY_ASSIGN(const int64_t known, "looking for the batch",
               QueryInteger(db, "SELECT count(*) FROM _batches WHERE batch = ?1", *scope.batch));
    if (known == 0) {
      return Fail(ErrorKind::kInvalid,
                  fmt::format("there is no batch {} in the history", *scope.batch));
    }
  }
  if (scope.table.empty()) return {};
  const auto table = std::find_if(tables.begin(), tables.end(), [&](const TableSchema& schema) {
    return schema.name == scope.table;
  });
  if (table == tables.end()) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("the configuration has no table '{}'", scope.table));
  }
  const bool known = scope.column.empty() ||
                     std::any_of(table->columns.begin(), table->columns.end(),
                                 [&](const Column& column) { return column.name == scope.column; });
  if (known) return {};
  return Fail(ErrorKind::kInvalid,
              fmt::format("table '{}' has no column '{}'", scope.table, scope.column));
}

Result<> UndoTable(Db& db, const TableSchema& schema, const UndoScope& scope, bool apply,
                   std::vector<UndoStep>& steps, Progress& progress) {
  TRY_ASSIGN(auto shape, "looking at table " + schema.name, InspectTable(db, schema));
  if (!shape) return {};
  const UserTable table(schema, *std::move(shape));
  TRY_ASSIGN(const Stories stories, "finding the changes", StoryReader(db, table, scope).Read());
  RowUndo undo(db, table);
  progress.Begin((apply ? "taking back " : "looking at ") + schema.name,
                 static_cast<int64_t>(stories.size()));
  for (const auto& [key, story] : stories) {
    progress.Advance(1);
    TRY_ASSIGN(UndoStep step, "taking a change back", undo.Plan(key, story));
    if (step.action == SideAction::kNone && step.kept.empty()) continue;
    if (apply) TRY("taking a change of " + schema.name + " back", undo.Apply(step));
    steps.push_back(std::move(step));
  }
  return {};
}

}  // namespace

Result<std::vector<UndoStep>> Undo(const std::string& path, const std::vector<TableSchema>& tables,
                                   const UndoScope& scope, bool apply, Progress& progress) {
  constexpr int kBusyTimeoutMs = 5000;
  // It says what is wrong with a file that is not ours, or not of this format.
  TRY("opening the database", StatusReader::Open(path));
  TRY_ASSIGN(const auto db, "opening the database", Db::OpenExisting(path, kBusyTimeoutMs));
  TRY("undoing", CheckScope(*db, tables, scope));
  DbTransaction transaction(*db);
  TRY("undoing", apply ? transaction.BeginWrite() : transaction.BeginRead());
  std::vector<UndoStep> steps;
  const ProgressEnd end(progress);
  progress.Begin("looking for what was changed", 0);
  for (const TableSchema& schema : tables) {
    if (!scope.table.empty() && schema.name != scope.table) continue;
    TRY("undoing", UndoTable(*db, schema, scope, apply, steps, progress));
  }
  TRY("undoing", transaction.Commit());
  return steps;
}

}  // namespace sheetkeeper
