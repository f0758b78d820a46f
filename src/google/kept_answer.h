// KeptAnswer: an answer that nobody has looked into yet, kept so that it need not be sent again.
//
// Whether an answer is the one that was there before, its digest tells while it streams by. Where
// it is another one it has to be looked into after all, and may be far longer than what memory is
// to hold. So it is kept in parts: a window that the read before had, too (google/known_windows.h),
// by what is known of it, and all else as text.
//
//     answer    ..."values":[ r1 | w1            | w2, edited  | w3            | ...
//     kept      text             | w1            | text        | w3            | ...
//
// A window may begin behind any ']'. Whether that was the end of a row is not known here; the
// reader, to whom the parts are sent later, knows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/known_windows.h"
#include "http/transport.h"

namespace sheetkeeper {

class ValuesReader;

class KeptAnswer : public BodySink {
 public:
  // What is no known window is kept up to this length.
  static constexpr size_t kMaxText = size_t{1024} * 1024;

  explicit KeptAnswer(std::vector<KnownWindow> known);

  void OnBegin() override;
  void OnBytes(std::string_view bytes) override;
  // The answer has ended. False where it was too long to be kept.
  bool Finish();

  // Sends it to a reader that has begun. False where the reader declines a known window, whose text
  // is not there.
  bool SendTo(ValuesReader& reader) const;

 private:
  struct Known {
    size_t at;  // in the text
    KnownWindow window;
  };

  size_t Take(std::string_view bytes);
  std::optional<size_t> PassKnown(std::string_view bytes);
  size_t KeepText(std::string_view bytes);

  std::vector<KnownWindow> windows_;
  WindowFinder finder_;
  std::string text_;
  std::vector<Known> known_;
  bool too_long_ = false;

  bool may_begin_ = false;  // a known window, here
  std::string waiting_;     // bytes that may be the beginning of one
  size_t needed_ = 0;       // so many of them tell
};

}  // namespace sheetkeeper
