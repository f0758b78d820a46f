// SheetsClient: what sheetkeeper asks of the Google Sheets API v4, and nothing more. All that knows
// Google's JSON is behind it.
//
// Status becomes ErrorKind: 401 kUnauthenticated, 403 kPermissionDenied, 404 kNotFound,
// 429 kRateLimited, 400 and other 4xx kInvalid; 408, 409, 5xx, no answer and one that cannot be
// read kUnavailable (a write may have landed), kCancelled when stopped (the same). A token that is
// refused is replaced once, unseen by the caller.
// Messages name the cause and the next step where Google's answer allows it: API not enabled (with
// the link), spreadsheet not shared (with the address to share it with), wrong clock.
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "google/answer_digest.h"
#include "google/kept_answer.h"
#include "google/known_windows.h"
#include "google/token_source.h"
#include "http/transport.h"
#include "model/value.h"

namespace sheetkeeper {

// A tab. Chart sheets and other tabs without a grid have no rows and columns.
struct Tab {
  int32_t sheet_id = 0;
  std::string title;
  bool hidden = false;
  int row_count = 0;
  int column_count = 0;
};

struct SpreadsheetInfo {
  std::string title;
  std::string locale;
  std::string time_zone;
  std::vector<Tab> tabs;
};

// Receives the rows of a values read in order. Rows that are empty at the end of a range are not
// sent; empty cells at the end of a row are not either.
class ValueSink {
 public:
  virtual ~ValueSink() = default;
  // A read begins, or begins anew: what came before is to be forgotten.
  virtual void OnBegin() = 0;
  // `range` counts the requested ranges; `echo` is the range as the server resolved it:
  // "EmployeeSettings!A1:Z1000".
  virtual void OnRange(size_t range, std::string_view echo) = 0;
  // `row` counts from 0 at the range's first row.
  virtual void OnRow(size_t range, int row, std::span<const Cell> cells) = 0;

  // A window of rows ends, of which the last `count` were sent or are empty: what is to be noted of
  // them, so that OnKnownRows can do without them; nothing where they are to be sent again.
  virtual std::optional<RowsNote> NoteOf(size_t /*range*/, int /*count*/) { return std::nullopt; }
  // `count` rows that are those of that note follow, `row` first. False where they are wanted after
  // all: then they are sent.
  virtual bool OnKnownRows(size_t /*range*/, int /*row*/, int /*count*/, const RowsNote& /*note*/) {
    return false;
  }
};

// How a values read shows cells.
enum class Render {
  kValues,    // what they evaluate to, unformatted; dates as serial numbers
  kFormulas,  // formulas as text that begins with '='; others as kValues
  kShown,     // as texts, as a person sees them
};

// A rectangle of a sheet; half-open, 0-based.
struct GridRange {
  int32_t sheet_id = 0;
  int start_row = 0;
  int end_row = 0;
  int start_column = 0;
  int end_column = 0;
  bool operator==(const GridRange&) const = default;
};

// A cell as a grid read shows it.
struct GridCell {
  Cell value;               // what it shows, error values as their text ("#REF!")
  bool is_formula = false;  // entered as a formula, or the output of one
  bool is_error = false;
};

struct GridBlock {
  int32_t sheet_id = 0;
  int start_row = 0;
  int start_column = 0;
  std::vector<std::vector<GridCell>> rows;  // ragged: empty ends are cut
};

// One batch of changes, applied in order, all or none.
struct CreateToken {
  int32_t id = 0;  // refused where the id is in use: the whole batch fails
  std::string key = "sk";
};
// Tokens count against a quota of characters; nothing happens where there is none of that key.
struct DeleteTokens {
  std::string key;
};
struct AddHiddenSheet {
  int32_t sheet_id = 0;
  std::string title;
  int row_count = 0;
  int column_count = 0;
};
struct ResizeSheet {
  int32_t sheet_id = 0;
  int row_count = 0;
  int column_count = 0;
};
struct ClearCells {
  GridRange range;  // values only
};
struct CopyCells {
  enum class What { kValues, kFormulas, kEverything };
  GridRange from;
  GridRange to;
  What what = What::kValues;
};
// Cells of one row from `column` on; text is stored as it is, never parsed.
struct WriteCells {
  int32_t sheet_id = 0;
  int row = 0;
  int column = 0;
  std::vector<Cell> cells;
};
struct InsertRows {
  int32_t sheet_id = 0;
  int row = 0;  // the first new row; rows from here on move down
  int count = 1;
  bool inherit_from_before = true;
};
struct AppendRows {  // empty rows at the end of the grid
  int32_t sheet_id = 0;
  int count = 1;
};
struct DeleteRows {
  int32_t sheet_id = 0;
  int row = 0;
  int count = 1;
};
using BatchRequest =
    std::variant<CreateToken, DeleteTokens, AddHiddenSheet, ResizeSheet, ClearCells, CopyCells,
                 WriteCells, InsertRows, AppendRows, DeleteRows>;

struct SheetBatch {
  std::vector<BatchRequest> requests;
  // Ranges (A1) that are to come back as they are after the batch.
  std::vector<std::string> response_ranges;
};

struct BatchReply {
  std::vector<GridBlock> blocks;  // those of response_ranges that came back
};

// A values read that was not looked into.
struct UnreadValues {
  AnswerDigest digest;
  std::optional<KeptAnswer> answer;  // where it was not too long
};

// A refusal of a batch as a whole; none of it was applied.
struct RefusedRequest {
  int index = -1;  // of the request that was at fault, where the answer names it; else -1
};

class SheetsClient {
 public:
  // `base_url` is "https://sheets.googleapis.com" or another server's. The transport, the token
  // source and who is told of reads and writes outlive the client.
  SheetsClient(std::string base_url, HttpTransport& transport, TokenSource& tokens,
               Progress& progress = NoProgress());

  // Titles, ids and sizes of all tabs. One read.
  Result<SpreadsheetInfo> ReadInfo(const std::string& spreadsheet_id, std::stop_token stop);

  // The values of `ranges` (A1) by one values:batchGet. Gives the digest of the answer. The sink
  // may have received rows when an error is returned; they are to be forgotten. `known`, where it
  // is given, has what former reads with it and that sink left.
  Result<AnswerDigest> ReadValues(const std::string& spreadsheet_id,
                                  std::span<const std::string> ranges, ValueSink& sink,
                                  std::stop_token stop, Render render = Render::kValues,
                                  KnownWindows* known = nullptr);
  // The same read, but nothing is parsed: the digest tells whether the answer would be the same.
  // Long ones are kept where they have much in common with what `known` has, which may be null.
  Result<UnreadValues> FetchValues(const std::string& spreadsheet_id,
                                   std::span<const std::string> ranges, const KnownWindows* known,
                                   std::stop_token stop);
  // Reads what FetchValues() kept of the same ranges, as ReadValues() would have. False where the
  // sink wants rows that were not kept: what it has received is to be forgotten.
  static Result<bool> ReadKept(const KeptAnswer& answer, std::span<const std::string> ranges,
                               ValueSink& sink, KnownWindows* known);

  // One of these tokens that a batch which was applied has created. One read.
  Result<std::optional<int32_t>> FindToken(const std::string& spreadsheet_id,
                                           std::span<const int32_t> tokens, std::stop_token stop);

  // Applies the batch. Never repeated by itself. kInvalid: refused whole or not fit to be sent,
  // nothing was applied by this request, `refused` (may be null) says by which part; kUnavailable:
  // it may have landed, or may land later, unless Error::not_sent.
  Result<BatchReply> Apply(const std::string& spreadsheet_id, const SheetBatch& batch,
                           std::stop_token stop, RefusedRequest* refused = nullptr);

 private:
  Result<> FetchInto(DigestingSink& sink, const std::string& spreadsheet_id,
                     std::span<const std::string> ranges, Render render, std::stop_token stop);
  std::string Address(const std::string& spreadsheet_id) const;
  // The body of the answer, or the error that the answer stands for.
  Result<std::string> Send(HttpRequest request, const std::string& spreadsheet_id,
                           std::stop_token stop, RefusedRequest* refused);

  std::string base_url_;
  HttpTransport& transport_;
  TokenSource& tokens_;
  Progress& progress_;
};

}  // namespace sheetkeeper
