#include "sim/judge.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/rows.h"

namespace sheetkeeper::sim {
namespace {

class Judge {
 public:
  Judge(Deployment& deployment, const Ledger& ledger, const People& people)
      : deployment_(deployment), ledger_(ledger), people_(people), sql_(deployment.program()) {}

  std::vector<std::string> Run() {
    Append(found_.kept, sql_.Run("SELECT * FROM _conflicts"));
    Append(found_.history, sql_.Run("SELECT * FROM _history WHERE action <> 'repair'"));
    ExcuseCells("SELECT row_key, column_name FROM _conflicts WHERE state = 'open'");
    ExcuseCells("SELECT row_key, column_name FROM _rejected_rows");
    JudgeDecisions();
    for (const SimTable& table : deployment_.tables()) {
      const Seen seen = Look(deployment_.sheet(), table);
      JudgeSheet(table, seen);
      JudgeFormulas(table, seen);
    }
    found_.database = RowsOfDatabase(sql_, deployment_.tables());
    for (std::string& wrong : ledger_.Judge(found_)) Wrong(std::move(wrong));
    if (sql_.Run("PRAGMA integrity_check")[0][0] != "ok") Wrong("the database is damaged");
    return std::move(wrongs_);
  }

 private:
  void Wrong(std::string what) { wrongs_.push_back(std::move(what)); }

  static void Append(std::vector<std::string>& texts, const std::vector<Sql::Texts>& rows) {
    for (const auto& row : rows) texts.insert(texts.end(), row.begin(), row.end());
  }

  void ExcuseCells(const char* query) {
    for (const auto& row : sql_.Run(query)) {
      const int64_t key = std::atoll(row[0].c_str());
      for (const SimColumn& column : kColumns) {
        if (row[1].empty() || row[1] == column.name) found_.excused.insert({key, column.name});
      }
    }
  }

  // A decision is carried out, or void; only a row that cannot be written keeps it waiting.
  void JudgeDecisions() {
    for (const auto& row : sql_.Run(
             "SELECT id, decision FROM _conflicts WHERE state = 'open' AND decision <> '' "
             "AND row_key NOT IN (SELECT row_key FROM _rejected_rows WHERE row_key IS NOT NULL "
             "UNION SELECT row_key FROM _held_rows WHERE row_key IS NOT NULL)")) {
      Wrong(fmt::format("undone: conflict {} was decided ({}) and is open", row[0], row[1]));
    }
    // Nobody writes a value twice.
    for (const auto& row :
         sql_.Run("SELECT a.id, a.decision, b.id FROM _conflicts a JOIN _conflicts b USING "
                  "(table_name, row_key, column_name) WHERE a.decision <> '' AND b.id > a.id AND "
                  "b.sheet_value IS a.sheet_value AND b.database_value IS "
                  "iif(a.decision = 'theirs', a.database_value, a.decided_value)")) {
      Wrong(fmt::format("forgotten: conflict {} was decided ({}), and again it is conflict {}",
                        row[0], row[1], row[2]));
    }
  }

  void JudgeSheet(const SimTable& table, const Seen& seen) {
    if (!seen.complete) Wrong("the tab of " + table.name + " lost its header");
    for (const std::string& stray : seen.strays) {
      Wrong(fmt::format("stray: {} stands without a header or key in {}", stray, table.name));
    }
    for (const auto& [key, row] : seen.rows) {
      if (found_.sheet.contains(key)) JudgeSecondRow(key, row);
      for (const SimColumn& column : kColumns) {
        found_.sheet[key][column.name] = row.cells.at(column.header);
      }
      const std::string& remark = row.cells.at(kUnmappedHeader);
      if (!remark.empty() && remark != fmt::format("remark {}", key)) {
        Wrong(fmt::format("mixed: row {} of the sheet has '{}'", key, remark));
      }
    }
  }

  // Two people may have made it at once: then it is reported, and the rows have nothing in common
  // but the key. A row that we wrote twice would show the same values twice.
  void JudgeSecondRow(int64_t key, const Seen::SeenRow& row) {
    const auto reported = sql_.Run(
        fmt::format("SELECT 1 FROM _held_rows WHERE row_key = {} AND reason LIKE '%as well'", key));
    const bool same =
        std::any_of(std::begin(kColumns), std::end(kColumns), [&](const auto& column) {
          const std::string& value = row.cells.at(column.header);
          return !value.empty() && value == found_.sheet[key][column.name];
        });
    if (reported.size() == 2 && !same) {
      found_.doubled.insert(key);
    } else {
      Wrong(fmt::format("doubled: key {} in the sheet", key));
    }
  }

  void JudgeFormulas(const SimTable& table, const Seen& seen) {
    const auto cells = Formulas(deployment_.sheet(), seen.title);
    for (const auto& [place, formula] : people_.formulas()) {
      const auto row = seen.rows.find(place.first);
      if (seen.rows.count(place.first) != 1) continue;
      const auto column = std::find_if(std::begin(kColumns), std::end(kColumns),
                                       [&](const SimColumn& c) { return c.name == place.second; });
      const auto& texts = cells.at(static_cast<size_t>(row->second.row));
      const auto at = static_cast<size_t>(seen.columns.at(column->header));
      if (at < texts.size() && texts[at] == formula) continue;
      Wrong(fmt::format("formula: {} of {} was replaced by {}", formula, table.name,
                        at < texts.size() ? texts[at] : "nothing"));
    }
  }

  Deployment& deployment_;
  const Ledger& ledger_;
  const People& people_;
  Sql& sql_;
  Ledger::Found found_;
  std::vector<std::string> wrongs_;
};

}  // namespace

std::vector<std::string> JudgeEnd(Deployment& deployment, const Ledger& ledger,
                                  const People& people) {
  return Judge(deployment, ledger, people).Run();
}

}  // namespace sheetkeeper::sim
