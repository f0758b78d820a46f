#ifndef SHEETKEEPER_EMULATOR_DRIVE_CSV_H_
#define SHEETKEEPER_EMULATOR_DRIVE_CSV_H_

#include <string>
#include <string_view>
#include <vector>

#include "emulator/world.h"

namespace sheetkeeper::emulator {

// Records of fields; fields may be in double quotes, doubled inside.
std::vector<std::vector<std::string>> ParseCsv(std::string_view text,
                                               std::string_view delimiter = ",");

// The shown texts of a sheet, rows ended by CR LF but for the last.
std::string ExportSheet(const Spreadsheet& book, int sheet_index, char delimiter);

// Replaces all sheets by one that holds the records, titled as the spreadsheet.
void ImportCsv(World& world, std::string_view text, Spreadsheet& book);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_DRIVE_CSV_H_
