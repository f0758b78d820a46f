// WatchedSink: passes a read on and tells how far it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/progress.h"
#include "google/sheets_client.h"

namespace sheetkeeper {

class WatchedSink : public ValueSink {
 public:
  // Both outlive it.
  WatchedSink(ValueSink& sink, Progress& progress) : sink_(sink), progress_(progress) {}

  void OnBegin() override { sink_.OnBegin(); }
  void OnRange(size_t range, std::string_view echo) override {
    progress_.Begin("reading " + TitleIn(echo), RowsIn(echo));
    sink_.OnRange(range, echo);
  }
  void OnRow(size_t range, int row, std::span<const Cell> cells) override {
    sink_.OnRow(range, row, cells);
    progress_.Advance(1);
  }
  bool OnKnownRows(size_t range, int row, int count, const RowsNote& note) override {
    if (!sink_.OnKnownRows(range, row, count, note)) return false;
    progress_.Advance(count);
    return true;
  }
  std::optional<RowsNote> NoteOf(size_t range, int count) override {
    return sink_.NoteOf(range, count);
  }

 private:
  // "'Old Ranks'!A1:Z1000" is the tab Old Ranks, whose grid has 1000 rows.
  static std::string TitleIn(std::string_view echo) {
    std::string_view title = echo.substr(0, echo.rfind('!'));
    if (title.size() > 1 && title.front() == '\'') title = title.substr(1, title.size() - 2);
    return std::string(title);
  }
  static int64_t RowsIn(std::string_view echo) {
    const size_t digits = echo.find_last_not_of("0123456789") + 1;  // npos + 1 is 0
    int64_t rows = 0;
    for (const char digit : echo.substr(digits).substr(0, 9)) rows = rows * 10 + (digit - '0');
    return rows;
  }

  ValueSink& sink_;
  Progress& progress_;
};

}  // namespace sheetkeeper
