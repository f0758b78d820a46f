#include "cli/record_json.h"

#include "cli/value_json.h"

namespace sheetkeeper {

JsonObject ConflictHead(const KeptConflict& conflict) {
  return JsonObject()
      .Integer("id", conflict.id)
      .Text("table", conflict.table)
      .Add("key", JsonOf(conflict.key))
      .TextOrNull("column", conflict.column)
      .Bool("had_base", conflict.had_base)
      .Add("base", JsonOf(conflict.base));
}

std::string ConflictJson(const KeptConflict& conflict) {
  return ConflictHead(conflict)
      .Add("sheet", JsonOf(conflict.sheet))
      .Add("database", JsonOf(conflict.database))
      .Text("winner", conflict.winner)
      .Text("state", conflict.state)
      .Text("reason", conflict.reason)
      .Text("at", conflict.at)
      .TextOrNull("closed_at", conflict.closed_at)
      .TextOrNull("decision", conflict.decision)
      .Add("decided_value", JsonOf(conflict.decided_value))
      .TextOrNull("decided_at", conflict.decided_at)
      .Done();
}

std::string LineJson(const HistoryLine& line) {
  return JsonObject()
      .Integer("line", line.line)
      .Integer("batch", line.batch)
      .Text("at", line.at)
      .Text("table", line.table)
      .Add("key", JsonOf(line.key))
      .TextOrNull("column", line.column)
      .Text("side", line.side)
      .Text("action", line.action)
      .Add("before", JsonOf(line.before))
      .Add("after", JsonOf(line.after))
      .Text("reason", line.reason)
      .Done();
}

}  // namespace sheetkeeper
