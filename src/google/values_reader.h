// The answer of values:batchGet, read while it arrives.
//
// A sheet may be far larger than the memory we want to use, so its answer never stands in memory as
// a whole. A scan that knows only strings and brackets cuts it in two:
//
//   rows       what stands in the "values" of a range, passed on in windows of whole rows
//   envelope   all the rest, with nothing in these arrays:
//              {"valueRanges":[{"range":"T!A1:Z9","values":[]}]}
//
// Each part is then parsed as JSON, the envelope at the end: only then is it certain that nothing
// was missing, so rows count for nothing before Finish().
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "google/sheets_client.h"
#include "http/transport.h"

namespace sheetkeeper {

class ValuesReader : public BodySink {
 public:
  // Passes the `range_count` ranges of an answer to `sink`, which outlives the reader.
  ValuesReader(size_t range_count, ValueSink& sink);
  ~ValuesReader() override;

  // Each answer begins anew, and so does the sink.
  void OnBegin() override;
  void OnBytes(std::string_view bytes) override;
  // The answer has ended. Error: kUnavailable, it is not complete or not of that shape.
  Result<> Finish();

 private:
  class RowParser;

  void Scan(std::string_view bytes);
  void Opened(char bracket);
  void Closed();
  bool IsValueOf(std::string_view key) const;
  void EndRange();
  void Announce(const std::string& name);
  void ParseRows();
  void Break(const std::string& message);

  const size_t range_count_;
  ValueSink& sink_;
  std::unique_ptr<RowParser> rows_;

  std::string envelope_;
  std::string window_;      // rows that are not parsed yet, behind a '['
  size_t whole_rows_ = 1;   // how much of the window is whole rows
  size_t range_begin_ = 0;  // of the range's object in the envelope
  size_t ranges_seen_ = 0;
  bool announced_ = false;  // the sink knows the name of the range
  bool continued_ = false;  // and some of its rows
  Result<> state_;          // the first error

  int depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool in_ranges_ = false;
  bool in_rows_ = false;
};

}  // namespace sheetkeeper
