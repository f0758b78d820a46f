// The checks of `sheetkeeper doctor`, in the order of the chain: each looks at one link, and those
// that would fail for the same cause are left out.
#pragma once

#include <functional>
#include <string>

#include "cli/finding.h"
#include "config/config.h"

namespace sheetkeeper {

using FindingSink = std::function<void(Finding)>;

// Key file, sign-in, clock, spreadsheet, right to write. True where the tables can be read. Nothing
// is changed in the spreadsheet.
bool ExamineGoogle(const Settings& settings, const FindingSink& found);

// Tabs, headers, and every cell against its type, beside a copy of the database.
void ExamineTables(const Config& config, const FindingSink& found);

// The database's file, rights, format and disk. False where it is there and cannot be used.
bool ExamineDatabase(const std::string& db_path, const FindingSink& found);

// Who has the database in its care, how the last cycle ended, and the systemd unit.
void ExamineWorker(const std::string& db_path, const std::string& unit, const FindingSink& found);

}  // namespace sheetkeeper
