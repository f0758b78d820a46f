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
//
// Between two rows a window may follow that the read before had, too (google/known_windows.h). It
// is passed on without a scan: it begins and ends between rows, so that the scan goes on behind it
// as if it had seen it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "google/sheets_client.h"
#include "http/transport.h"

namespace sheetkeeper {

class ValuesReader : public BodySink {
 public:
  // Passes the `range_count` ranges of an answer to `sink`. A read of them has begun in `known`
  // where it is not null. Both outlive the reader.
  ValuesReader(size_t range_count, ValueSink& sink, KnownWindows* known = nullptr);
  ~ValuesReader() override;

  // Each answer begins anew, and so does the sink.
  void OnBegin() override;
  void OnBytes(std::string_view bytes) override;
  // A window follows that is known, and whose text is not there. False where it is wanted after
  // all, or cannot follow here: what was read is of no use then.
  bool OnKnownWindow(const KnownWindow& window);
  // The answer has ended. Error: kUnavailable, it is not complete or not of that shape.
  Result<> Finish();

 private:
  class RowParser;

  void TakeWaiting();
  size_t Take(std::string_view bytes);
  size_t Scan(std::string_view bytes);
  bool AnyKnown() const;
  std::optional<size_t> PassKnown(std::string_view bytes);
  bool Pass(const KnownWindow& window);
  void Opened(char bracket);
  void Closed();
  bool IsValueOf(std::string_view key) const;
  void EndRange();
  void Announce(const std::string& name);
  void ParseRows();
  void NoteWindow(int rows);
  void Break(const std::string& message);

  const size_t range_count_;
  ValueSink& sink_;
  KnownWindows* const known_;
  std::unique_ptr<RowParser> rows_;

  std::string waiting_;  // bytes that may be the beginning of a known window
  bool ended_ = false;   // nothing follows them, or a known window
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
  bool after_row_ = false;  // a row has just ended, and a known window may follow
};

}  // namespace sheetkeeper
