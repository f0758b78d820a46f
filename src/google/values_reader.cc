#include "google/values_reader.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "google/json_reader.h"

namespace sheetkeeper {
namespace {

namespace ondemand = simdjson::ondemand;

// Rows are parsed when so much has come: enough for the parser to run at its full speed, little
// enough to stay in a small processor's cache.
constexpr size_t kWindowBytes = size_t{256} * 1024;
// Far more than a row or an envelope comes to. What is longer is no answer of a sheet's, and must
// not fill the memory.
constexpr size_t kMaxPartBytes = size_t{64} * 1024 * 1024;

constexpr int kRangesDepth = 2;  // inside of "valueRanges":[
constexpr int kRangeDepth = 3;   // inside of one of its objects
constexpr int kRowsDepth = 4;    // inside of "values":[

constexpr char kBlanks[] = " \t\r\n";

std::string_view WithoutBlanksAtEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// The name of a range, by its object in the answer.
std::optional<std::string> NameIn(std::string range_object) {
  std::optional<std::string> name;
  const auto read = ReadJsonObject(range_object, [&name](ondemand::object range) {
    for (ondemand::field field : range) {
      if (Key(field) == "range") name = std::string_view(field.value().get_string());
    }
  });
  return read ? name : std::nullopt;
}

void CheckRange(ondemand::object range) {
  bool has_name = false;
  for (ondemand::field field : range) {
    const std::string_view key = Key(field);
    if (key == "range") has_name = !field.value().get_string().error();
    if (key == "values") {  // its rows were cut out
      ondemand::array left = field.value().get_array();
      RequireShape(left.is_empty());
    }
  }
  RequireShape(has_name);
}

}  // namespace

// Windows of rows, to cells.
class ValuesReader::RowParser {
 public:
  explicit RowParser(ValueSink& sink) : sink_(sink) {}

  void BeginRange(size_t range) {
    range_ = range;
    row_ = 0;
    empty_rows_ = 0;
  }

  size_t range() const { return range_; }
  int row() const { return row_; }
  // Rows that none of is empty were passed on without being parsed.
  void Pass(int rows) { row_ += rows; }
  void SendEmptyRows() {
    for (; empty_rows_ > 0; --empty_rows_) sink_.OnRow(range_, row_ - empty_rows_, {});
  }

  // `window` is a JSON array of rows.
  Result<> Parse(std::string& window) {
    try {
      window.reserve(window.size() + simdjson::SIMDJSON_PADDING);
      ondemand::document document =
          parser_.iterate(window.data(), window.size(), window.capacity());
      for (ondemand::array cells : document.get_array()) OnRow(cells);
      if (document.current_location().error() == simdjson::OUT_OF_BOUNDS) return {};
      return Fail(ErrorKind::kUnavailable, "the answer's rows are followed by something else");
    } catch (const simdjson::simdjson_error& error) {
      return Fail(ErrorKind::kUnavailable,
                  std::string("the answer's rows cannot be read: ") + error.what());
    }
  }

 private:
  void OnRow(ondemand::array cells) {
    ReadRow(cells);
    if (used_ == 0) {
      ++empty_rows_;
    } else {
      SendEmptyRows();
      sink_.OnRow(range_, row_, std::span<const Cell>(cells_).first(used_));
    }
    ++row_;
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

  ValueSink& sink_;
  ondemand::parser parser_;
  size_t range_ = 0;
  int row_ = 0;
  int empty_rows_ = 0;  // just before row_; sent only when a row with values follows
  std::vector<Cell> cells_;
  size_t used_ = 0;
};

ValuesReader::ValuesReader(size_t range_count, ValueSink& sink, KnownWindows* known)
    : range_count_(range_count),
      sink_(sink),
      known_(known),
      rows_(std::make_unique<RowParser>(sink)) {}
ValuesReader::~ValuesReader() = default;

void ValuesReader::OnBegin() {
  if (known_ != nullptr) known_->Restart();
  waiting_.clear();
  ended_ = after_row_ = false;
  envelope_.clear();
  window_ = "[";
  whole_rows_ = 1;
  ranges_seen_ = 0;
  state_ = {};
  depth_ = 0;
  in_string_ = escaped_ = in_ranges_ = in_rows_ = announced_ = continued_ = false;
  sink_.OnBegin();
}

void ValuesReader::OnBytes(std::string_view bytes) {
  if (waiting_.empty()) {
    waiting_ = bytes.substr(Take(bytes));
  } else {
    waiting_ += bytes;
    waiting_.erase(0, Take(waiting_));
  }
}

bool ValuesReader::OnKnownWindow(const KnownWindow& window) {
  TakeWaiting();
  ended_ = false;
  return state_ && after_row_ && announced_ && Pass(window);
}

void ValuesReader::TakeWaiting() {
  ended_ = true;
  Take(std::exchange(waiting_, {}));
}

// Gives how many of the bytes are done with; the others wait for those that follow.
size_t ValuesReader::Take(std::string_view bytes) {
  const size_t window = known_ != nullptr ? known_->window_bytes() : kWindowBytes;
  size_t done = 0;
  while (done < bytes.size() && state_) {
    const std::string_view rest = bytes.substr(done);
    const auto passed = after_row_ && AnyKnown() ? PassKnown(rest) : 0;
    if (!passed) return done;
    done += *passed > 0 ? *passed : Scan(rest.substr(0, window));
    if (in_rows_ && announced_ && whole_rows_ > window) ParseRows();
    if (window_.size() + envelope_.size() > kMaxPartBytes) {
      Break("a single row of the answer, or what is around its rows, is too long");
    }
  }
  return bytes.size();
}

bool ValuesReader::AnyKnown() const {
  return announced_ && known_ != nullptr && !known_->before().empty();
}

// Passes a known window on. Gives its length; 0 where none follows; nothing where the bytes are too
// few to tell. REQUIRES: a row has just ended.
std::optional<size_t> ValuesReader::PassKnown(std::string_view bytes) {
  constexpr size_t kHead = KnownWindow::kHeadBytes;
  const auto too_few = [&] { return ended_ ? std::optional<size_t>(0) : std::nullopt; };
  if (bytes.size() < kHead) return too_few();
  const KnownWindow* window = known_->before().MayBeginWith(bytes.substr(0, kHead));
  if (window == nullptr) return 0;
  if (bytes.size() < window->bytes) return too_few();
  if (DigestOf(bytes.substr(0, window->bytes)) != window->text || !Pass(*window)) return 0;
  known_->before().Met(*window);
  return window->bytes;
}

// False where its rows are wanted.
bool ValuesReader::Pass(const KnownWindow& window) {
  if (whole_rows_ > 1) ParseRows();
  rows_->SendEmptyRows();
  if (!state_) return false;
  if (!sink_.OnKnownRows(rows_->range(), rows_->row(), window.rows, window.note)) return false;
  rows_->Pass(window.rows);
  if (known_ != nullptr) known_->Keep(window);
  return true;
}

// Gives how much it has scanned: all, or up to the end of a row behind which a known window may
// begin.
size_t ValuesReader::Scan(std::string_view bytes) {
  size_t kept = 0;  // bytes before it are in the envelope or the window
  const auto keep_to = [&](size_t end) {
    (in_rows_ ? window_ : envelope_).append(bytes.substr(kept, end - kept));
    kept = end;
  };
  after_row_ = false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (in_string_) {
      in_string_ = escaped_ || c != '"';
      escaped_ = !escaped_ && c == '\\';
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '[' || c == '{') {
      ++depth_;
      if (in_rows_) continue;
      keep_to(i + 1);
      Opened(c);
    } else if (c == ']' || c == '}') {
      --depth_;
      if (in_rows_ && depth_ >= kRowsDepth) {
        if (depth_ > kRowsDepth) continue;
        whole_rows_ = window_.size() + i + 1 - kept;
        if (!AnyKnown()) continue;
        keep_to(i + 1);
        after_row_ = true;
        return i + 1;
      }
      keep_to(in_rows_ ? i : i + 1);
      Closed();
    }
  }
  keep_to(bytes.size());
  after_row_ = in_rows_ && whole_rows_ > 1 && whole_rows_ == window_.size();
  return bytes.size();
}

// REQUIRES: the envelope ends with the bracket.
void ValuesReader::Opened(char bracket) {
  if (depth_ == kRangesDepth) in_ranges_ = bracket == '[' && IsValueOf("valueRanges");
  if (!in_ranges_) return;
  if (depth_ == kRangeDepth) {
    range_begin_ = envelope_.size() - 1;
    announced_ = continued_ = false;
    if (known_ != nullptr) known_->BeginRange(ranges_seen_);
    rows_->BeginRange(ranges_seen_++);
    window_ = "[";
    whole_rows_ = 1;
  } else if (depth_ == kRowsDepth && bracket == '[' && IsValueOf("values")) {
    in_rows_ = true;
    // What follows its rows may be the name of the range; they wait for it then.
    if (const auto name = NameIn(envelope_.substr(range_begin_) + "]}")) Announce(*name);
  }
}

// A bracket of the envelope was closed, or the one of the rows.
void ValuesReader::Closed() {
  if (in_rows_) {
    in_rows_ = false;
    whole_rows_ = window_.size();
    if (announced_) ParseRows();
  } else if (in_ranges_ && depth_ == kRangesDepth) {
    EndRange();
  } else if (depth_ < kRangesDepth) {
    in_ranges_ = false;
  }
}

void ValuesReader::EndRange() {
  if (announced_) return;
  const auto name = NameIn(envelope_.substr(range_begin_));
  if (!name) return Break("a range of the answer has no name");
  Announce(*name);
  ParseRows();
}

void ValuesReader::Announce(const std::string& name) {
  announced_ = true;
  if (state_ && ranges_seen_ <= range_count_) sink_.OnRange(ranges_seen_ - 1, name);
}

// Whether the bracket at the end of the envelope opens the value of that key.
bool ValuesReader::IsValueOf(std::string_view key) const {
  std::string_view text(envelope_);
  text = WithoutBlanksAtEnd(text.substr(0, text.size() - 1));
  if (!text.ends_with(':')) return false;
  text = WithoutBlanksAtEnd(text.substr(0, text.size() - 1));
  return text.ends_with(fmt::format("\"{}\"", key));
}

// Parses the whole rows of the window.
void ValuesReader::ParseRows() {
  std::string rest = window_.substr(whole_rows_);
  window_.resize(whole_rows_);
  window_ += ']';
  const size_t comma = window_.find_first_not_of(kBlanks, 1);
  const bool more = continued_ && window_[comma] == ',';
  if (more) window_[comma] = ' ';
  if (continued_ &&
      more == (window_.find_first_not_of(kBlanks, comma + (more ? 1 : 0)) + 1 == window_.size())) {
    Break("the answer's rows are not separated by commas");
  }
  const int row = rows_->row();
  if (state_ && ranges_seen_ <= range_count_) {
    if (auto parsed = rows_->Parse(window_); !parsed) Break(parsed.error().message);
  }
  if (more) window_[comma] = ',';
  if (state_ && known_ != nullptr) NoteWindow(rows_->row() - row);
  continued_ = true;
  window_ = "[" + rest;
  whole_rows_ = 1;
}

// The `rows` of the window were parsed. The first one of a range has no comma before it, and so is
// none that can be met between rows.
void ValuesReader::NoteWindow(int rows) {
  const auto note = sink_.NoteOf(rows_->range(), rows);
  const std::string_view text = std::string_view(window_).substr(1, whole_rows_ - 1);
  if (!note || !continued_ || text.size() < KnownWindow::kHeadBytes) return;
  known_->Add(text, rows, *note);
}

void ValuesReader::Break(const std::string& message) {
  if (state_) state_ = Fail(ErrorKind::kUnavailable, message);
}

Result<> ValuesReader::Finish() {
  TakeWaiting();
  if (!state_) return state_;
  size_t ranges = 0;
  TRY("reading what is around the rows",
      ReadJsonObject(envelope_, [&ranges](ondemand::object answer) {
        for (ondemand::field field : answer) {
          if (Key(field) != "valueRanges") continue;
          for (ondemand::object range : field.value().get_array()) {
            CheckRange(range);
            ++ranges;
          }
        }
      }));
  if (ranges != range_count_ || ranges != ranges_seen_) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("the answer has {} ranges, asked for were {}", ranges, range_count_));
  }
  if (known_ != nullptr) known_->EndRead();
  return {};
}

}  // namespace sheetkeeper
