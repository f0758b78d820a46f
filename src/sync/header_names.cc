#include "sync/header_names.h"

#include <algorithm>

#include "base/log.h"
#include "store/lines.h"
#include "sync/header.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

std::string RenameName(const TableSchema& schema, size_t column) {
  return "header." + schema.name + "." + schema.columns[column].name;
}
std::string SeenName(const std::string& table) {
  return "headers." + table;
}

std::set<std::string> HeadersOf(const TableState& table) {
  std::set<std::string> headers(table.view.headers.begin(), table.view.headers.end());
  headers.erase("");
  return headers;
}

// What is to be mended is found by header.
void Rename(Mending& mending, const std::string& table, const std::string& from,
            const std::string& to) {
  const auto rename = [&](std::string& header) {
    if (NormalizedHeader(header) == NormalizedHeader(from)) header = NormalizedHeader(to);
  };
  for (Repair& repair : mending.repairs) {
    if (repair.table == table) rename(repair.header);
  }
  for (RowRemoval& removal : mending.removals) {
    if (removal.table != table) continue;
    for (RowRemoval::Shown& shown : removal.cells) rename(shown.header);
  }
  for (RowRestore& restore : mending.restores) {
    if (restore.table == table)
      std::for_each(restore.headers.begin(), restore.headers.end(), rename);
  }
}

}  // namespace

HeaderNames::HeaderNames(std::vector<TableBinding>& tables) : tables_(tables) {
  for (const TableBinding& table : tables) {
    for (const Column& column : table.schema.columns) {
      declared_[table.schema.name].push_back(column.header);
    }
    seen_[table.schema.name];
  }
}

Result<> HeaderNames::Load(Store& store) {
  if (loaded_) return {};
  for (TableBinding& table : tables_) {
    TableSchema& schema = table.schema;
    for (size_t i = 0; i < schema.columns.size(); ++i) {
      TRY_ASSIGN(const auto rename, "reading a header", store.Meta(RenameName(schema, i)));
      const std::string declared = NormalizedHeader(declared_[schema.name][i]) + "\n";
      if (rename && rename->starts_with(declared)) {
        schema.columns[i].header = rename->substr(declared.size());
      }
    }
    TRY_ASSIGN(const auto seen, "reading the headers", store.Meta(SeenName(schema.name)));
    const auto headers = ParseLines(seen.value_or(""));
    seen_[schema.name] = {headers.begin(), headers.end()};
  }
  loaded_ = true;
  return {};
}

std::vector<HeaderNames::Change> HeaderNames::ChangesOf(const std::vector<TableState>& tables) {
  std::vector<Change> changes;
  for (const TableState& table : tables) {
    // One that is held is read no more, so that its view would tell the same for ever.
    if (table.hold || !table.view.trouble) continue;
    TableBinding& binding = *std::find_if(tables_.begin(), tables_.end(), [&](const auto& it) {
      return it.schema.name == table.schema().name;
    });
    const std::set<std::string> there = HeadersOf(table);
    bool any_back = false;
    for (size_t i = 0; i < binding.schema.columns.size(); ++i) {
      const std::string& declared = declared_[binding.schema.name][i];
      const std::string& header = binding.schema.columns[i].header;
      const bool back = header != declared && !there.contains(NormalizedHeader(header)) &&
                        there.contains(NormalizedHeader(declared));
      if (back) changes.push_back({&binding, i, declared});
      any_back = any_back || back;
    }
    const auto& renamed = table.view.renamed;
    if (renamed && !any_back) changes.push_back({&binding, renamed->column, renamed->header});
  }
  return changes;
}

Result<bool> HeaderNames::Follow(const std::vector<TableState>& tables, Store& store) {
  const std::vector<Change> changes = ChangesOf(tables);
  if (changes.empty()) return false;
  TRY("recording a renamed header", Record(changes, store));
  for (const Change& change : changes) {
    Column& column = change.binding->schema.columns[change.column];
    Log(LogLevel::kWarning, kLogger,
        "The header '{}' of the sheet '{}' is called '{}' now, as its values show; change `header` "
        "of column {} of table {} in the configuration",
        column.header, change.binding->sheet_title, change.header, column.name,
        change.binding->schema.name);
    column.header = change.header;
  }
  return true;
}

Result<> HeaderNames::Record(const std::vector<Change>& changes, Store& store) const {
  TRY_ASSIGN(Mending mending, "reading what is to be mended", store.ToMend());
  TRY_ASSIGN(const auto transaction, "opening the transaction", store.Begin());
  for (const Change& change : changes) {
    const TableSchema& schema = change.binding->schema;
    const std::string& declared = declared_.at(schema.name)[change.column];
    TRY("recording the header",
        transaction->SetMeta(RenameName(schema, change.column),
                             NormalizedHeader(declared) + "\n" + change.header));
    Rename(mending, schema.name, schema.columns[change.column].header, change.header);
  }
  TRY("recording what is to be mended", transaction->SetMending(mending));
  return transaction->Commit();
}

bool HeaderNames::NeedsSaving(const TableState& table) const {
  return seen_.at(table.schema().name) != HeadersOf(table);
}

Result<> HeaderNames::Save(const TableState& table, StoreTransaction& transaction) {
  const std::string& name = table.schema().name;
  seen_[name] = HeadersOf(table);
  return transaction.SetMeta(SeenName(name), LinesText({seen_[name].begin(), seen_[name].end()}));
}

}  // namespace sheetkeeper
