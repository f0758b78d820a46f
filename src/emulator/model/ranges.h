#ifndef SHEETKEEPER_EMULATOR_MODEL_RANGES_H_
#define SHEETKEEPER_EMULATOR_MODEL_RANGES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "emulator/model/geometry.h"
#include "emulator/model/shift.h"
#include "emulator/wire/json.h"
#include "emulator/wire/schema.h"

namespace sheetkeeper::emulator {

// A GridRange message as a rectangle: open sides reach to the end of the bounds, but the rectangle
// is not clipped to them.
Rect RectOf(const Json& grid_range, const Rect& bounds);

// A rectangle as a GridRange; sheet id 0 is left out, as in all answers.
Json GridRangeOf(int32_t sheet_id, const Rect& rect);

std::string_view DimensionName(Dimension dimension);  // ROWS
Json DimensionRangeOf(int32_t sheet_id, Dimension dimension, Span span);

// Renumbers every range of sheet `sheet_id` inside a message. False when the message is about a
// range that is gone with it.
bool ShiftMessage(const Shift& shift, int32_t sheet_id, const Message& type, Json& message);

// Changes the id of sheet `from` to `to` in every range inside a message.
void RenameSheetIn(int32_t from, int32_t to, const Message& type, Json& message);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_RANGES_H_
