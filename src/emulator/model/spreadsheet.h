#ifndef SHEETKEEPER_EMULATOR_MODEL_SPREADSHEET_H_
#define SHEETKEEPER_EMULATOR_MODEL_SPREADSHEET_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/counted.h"
#include "emulator/model/sheet.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// A piece of developer metadata.
struct Metadata {
  enum class Place { kSpreadsheet, kSheet, kRow, kColumn };

  int32_t id = 0;
  std::string key;
  std::string value;
  std::string visibility;  // DOCUMENT or PROJECT
  std::string project;     // of its creator
  Place place = Place::kSpreadsheet;
  int32_t sheet_id = 0;  // of kSheet, kRow and kColumn
  int index = 0;         // of kRow and kColumn
};

// A document. Copies share what neither side changes, so that a batch keeps a copy to return to
// and is free to change the document step by step.
class Spreadsheet {
 public:
  std::string id;
  std::string title;
  Json properties = Json::MakeObject();   // SpreadsheetProperties without the title
  Json named_ranges = Json::MakeArray();  // NamedRange messages
  Json data_sources = Json::MakeArray();  // DataSource messages
  bool stale = true;                      // formulas are to be recalculated
  uint64_t changes = 0;                   // grows with every change that was kept

  const std::vector<Counted<Sheet>>& sheets() const { return sheets_; }
  std::vector<Counted<Sheet>>& mutable_sheets() { return sheets_; }

  // Position of the sheet, -1 when there is none.
  int IndexOfId(int32_t sheet_id) const;
  int IndexOfTitle(std::string_view title) const;  // without regard to case
  const Sheet& sheet(int index) const { return *sheets_[static_cast<size_t>(index)]; }
  Sheet& MutableSheet(int index) { return sheets_[static_cast<size_t>(index)].Mutable(); }

  // Sorted by id.
  const std::vector<std::shared_ptr<const Metadata>>& metadata() const { return metadata_; }
  std::shared_ptr<const Metadata> FindMetadata(int32_t metadata_id) const;
  void PutMetadata(Metadata metadata);
  void EraseMetadata(int32_t metadata_id);

  const Json* FindNamedRange(std::string_view name) const;  // without regard to case

  // Renumbers rows or columns of a sheet and everything that is bound to them, wherever it is.
  // Cells and grid size are the caller's.
  void ApplyShift(int sheet_index, const Shift& shift);
  // Renumbers the rows or columns that metadata is bound to, and nothing else.
  void ShiftMetadata(int32_t sheet_id, const Shift& shift);
  // Forgets everything that is bound to a sheet.
  void ForgetSheet(int32_t sheet_id);

 private:
  std::vector<Counted<Sheet>> sheets_;
  std::vector<std::shared_ptr<const Metadata>> metadata_;
};

// What a new spreadsheet has: one sheet "Sheet1" of 1000 x 26 with id 0.
Spreadsheet NewSpreadsheet(std::string_view id, std::string_view title);

// The default format and theme of every spreadsheet.
const Json& DefaultFormat();
const Json& DefaultTheme();

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_SPREADSHEET_H_
