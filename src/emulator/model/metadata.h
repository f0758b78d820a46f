#ifndef SHEETKEEPER_EMULATOR_MODEL_METADATA_H_
#define SHEETKEEPER_EMULATOR_MODEL_METADATA_H_

#include <memory>
#include <vector>

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// DeveloperMetadata as a message.
Json MetadataMessage(const Metadata& metadata);

// Sets the place from a DeveloperMetadataLocation message.
Result<> SetLocation(const Spreadsheet& book, const Json& location, Metadata& metadata);

// The sum of key and value lengths of a sheet, or of the spreadsheet level, may not exceed 30,000
// characters.
Result<> CheckMetadataQuota(const Spreadsheet& book, const Metadata& added);

// The metadata that a DataFilter message selects, in order of id. A filter by range selects what
// belongs to it or intersects it.
Result<std::vector<std::shared_ptr<const Metadata>>> MatchMetadata(const Spreadsheet& book,
                                                                   const Json& data_filter);

// The cells that a piece of metadata is bound to; nothing for one of the whole spreadsheet.
std::optional<SheetRange> PlaceOf(const Spreadsheet& book, const Metadata& metadata);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_METADATA_H_
