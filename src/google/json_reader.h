// The border to simdjson, for this module's .cc files: answers are read as a stream, without a
// tree in memory, and what simdjson throws ends here.
//
// An answer that was cut off anywhere is an error: nothing of it may pass for the whole.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <simdjson.h>

#include "base/result.h"

namespace sheetkeeper {

// For `read` to throw: the document is JSON, but not of the shape that was asked for.
inline void RequireShape(bool holds) {
  if (!holds) throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
}

inline std::string_view Key(simdjson::ondemand::field& field) {
  return field.unescaped_key();
}

// Calls read(object) on the JSON object that `body` holds. `read` walks all of the object's fields.
// `body` may be moved in memory. Error: kUnavailable, what came is not a complete answer.
template <typename Read>
Result<> ReadJsonObject(std::string& body, Read read) {
  try {
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document =
        parser.iterate(body.data(), body.size(), body.capacity());
    read(simdjson::ondemand::object(document.get_object()));
    if (document.current_location().error() == simdjson::OUT_OF_BOUNDS) return {};
    return Fail(ErrorKind::kUnavailable, "the answer is followed by something else");
  } catch (const simdjson::simdjson_error& error) {
    return Fail(ErrorKind::kUnavailable, std::string("the answer cannot be read: ") + error.what());
  }
}

}  // namespace sheetkeeper
