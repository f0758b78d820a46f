#ifndef SHEETKEEPER_EMULATOR_DOCUMENT_H_
#define SHEETKEEPER_EMULATOR_DOCUMENT_H_

#include <string_view>

#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// Adds the spreadsheets of a document to the files, owned by `owner`. A spreadsheet whose id is in
// use replaces the old one. The refusal's message is a sentence.
Result<> LoadDocument(World& world, std::string_view owner, const Json& document);

// All spreadsheets as a document.
Json SaveDocument(const World& world);

// One spreadsheet of a document. One that SaveSpreadsheet wrote is `own` and taken as it is; what
// a person wrote is checked.
Result<File*> LoadSpreadsheet(World& world, std::string_view owner, const Json& json, bool own);
Json SaveSpreadsheet(const File& file);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_DOCUMENT_H_
