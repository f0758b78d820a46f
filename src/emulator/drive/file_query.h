#ifndef SHEETKEEPER_EMULATOR_DRIVE_FILE_QUERY_H_
#define SHEETKEEPER_EMULATOR_DRIVE_FILE_QUERY_H_

#include <functional>
#include <string_view>

#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

using FilePredicate = std::function<bool(const File& file)>;

// The `q` parameter of files.list.
Result<FilePredicate> ParseFileQuery(std::string_view text);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_DRIVE_FILE_QUERY_H_
