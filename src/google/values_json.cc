#include "google/values_json.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "google/json_reader.h"

namespace sheetkeeper {
namespace {

namespace ondemand = simdjson::ondemand;

class ValuesReader {
 public:
  ValuesReader(size_t expected, ValueSink& sink) : expected_(expected), sink_(sink) {}

  void ReadAnswer(ondemand::object answer) {
    for (ondemand::field field : answer) {
      if (Key(field) != "valueRanges") continue;
      for (ondemand::object value_range : field.value().get_array()) {
        const size_t range = range_count_++;
        if (range < expected_) ReadRange(range, value_range);
      }
    }
  }

  size_t range_count() const { return range_count_; }

 private:
  void ReadRange(size_t range, ondemand::object value_range) {
    sink_.OnRange(range, value_range.find_field_unordered("range").get_string());
    auto values = value_range.find_field_unordered("values");
    if (values.error() == simdjson::NO_SUCH_FIELD) return;  // all of it is empty
    int row = 0;
    int empty_rows = 0;  // just before `row`; sent only when a row with values follows
    for (ondemand::array cells : values.get_array()) {
      ReadRow(cells);
      if (used_ == 0) {
        ++empty_rows;
      } else {
        for (; empty_rows > 0; --empty_rows) sink_.OnRow(range, row - empty_rows, {});
        sink_.OnRow(range, row, std::span<const Cell>(cells_).first(used_));
      }
      ++row;
    }
  }

  // Into cells_; used_ counts the cells up to the last that is not empty.
  void ReadRow(ondemand::array cells) {
    used_ = 0;
    size_t column = 0;
    for (ondemand::value cell : cells) {
      if (column == cells_.size()) cells_.emplace_back();
      ReadCell(cell, cells_[column]);
      ++column;
      if (!IsEmpty(cells_[column - 1])) used_ = column;
    }
  }

  static void ReadCell(ondemand::value value, Cell& cell) {
    switch (value.type()) {
      case ondemand::json_type::string:
        return SetText(value.get_string(), cell);
      case ondemand::json_type::number:
        cell = value.get_double().value();
        return;
      case ondemand::json_type::boolean:
        cell = value.get_bool().value();
        return;
      case ondemand::json_type::null:
        RequireShape(value.is_null());
        cell = Empty();
        return;
      default:
        RequireShape(false);
    }
  }

  // Keeps the memory of the text that the cell held before.
  static void SetText(std::string_view text, Cell& cell) {
    if (text.empty()) {
      cell = Empty();
    } else if (auto* held = std::get_if<std::string>(&cell)) {
      held->assign(text);
    } else {
      cell.emplace<std::string>(text);
    }
  }

  const size_t expected_;
  ValueSink& sink_;
  size_t range_count_ = 0;
  std::vector<Cell> cells_;
  size_t used_ = 0;
};

}  // namespace

Result<> ReadValuesJson(std::string& body, size_t range_count, ValueSink& sink) {
  ValuesReader reader(range_count, sink);
  Result<> done =
      ReadJsonObject(body, [&reader](ondemand::object answer) { reader.ReadAnswer(answer); });
  if (done && reader.range_count() != range_count) {
    return Fail(ErrorKind::kUnavailable, fmt::format("the answer has {} ranges, asked for were {}",
                                                     reader.range_count(), range_count));
  }
  return done;
}

}  // namespace sheetkeeper
