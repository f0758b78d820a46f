#include "cli/record_json.h"

#include "cli/json.h"

namespace sheetkeeper {

std::string ConflictJson(const KeptConflict& conflict) {
  return JsonObject()
      .Integer("id", conflict.id)
      .Text("table", conflict.table)
      .Cell("key", conflict.key)
      .TextOrNull("column", conflict.column)
      .Bool("had_base", conflict.had_base)
      .Cell("base", conflict.base)
      .Cell("sheet", conflict.sheet)
      .Cell("database", conflict.database)
      .Text("winner", conflict.winner)
      .Text("state", conflict.state)
      .Text("reason", conflict.reason)
      .Text("at", conflict.at)
      .TextOrNull("closed_at", conflict.closed_at)
      .TextOrNull("decision", conflict.decision)
      .Cell("decided_value", conflict.decided_value)
      .TextOrNull("decided_at", conflict.decided_at)
      .Done();
}

std::string LineJson(const HistoryLine& line) {
  return JsonObject()
      .Integer("line", line.line)
      .Integer("batch", line.batch)
      .Text("at", line.at)
      .Text("table", line.table)
      .Cell("key", line.key)
      .TextOrNull("column", line.column)
      .Text("side", line.side)
      .Text("action", line.action)
      .Cell("before", line.before)
      .Cell("after", line.after)
      .Text("reason", line.reason)
      .Done();
}

}  // namespace sheetkeeper
