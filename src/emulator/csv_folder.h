#ifndef SHEETKEEPER_EMULATOR_CSV_FOLDER_H_
#define SHEETKEEPER_EMULATOR_CSV_FOLDER_H_

#include <optional>
#include <string>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

// A folder of CSV files as a spreadsheet: its id and title are the folder's name, each file is a
// tab, in order of their names, and each field is entered as if typed. Errors are sentences.
std::optional<std::string> LoadCsvFolder(const std::string& folder, Emulator& emulator);

// Writes each spreadsheet into a folder of its own below `folder`, named by its id, each tab as
// TITLE.csv: what the cells show, so that formulas and formats are not kept.
std::optional<std::string> SaveCsvFolders(const std::string& folder, Emulator& emulator);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_CSV_FOLDER_H_
