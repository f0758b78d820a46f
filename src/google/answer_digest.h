// The digest of an answer's body, taken while it arrives: enough to tell whether an answer is the
// one that was there before, without keeping either.
//
// Digests are told apart within one process only: their seed is drawn at its start, so that nobody
// can write two sheets with one digest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/transport.h"

namespace sheetkeeper {

struct AnswerDigest {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const AnswerDigest&) const = default;
};

AnswerDigest DigestOf(std::string_view bytes);

class DigestingSink : public BodySink {
 public:
  // Passes everything on to `next`, which outlives it.
  explicit DigestingSink(BodySink& next);
  ~DigestingSink() override;

  void OnBegin() override;
  void OnBytes(std::string_view bytes) override;

  AnswerDigest Digest() const;

 private:
  struct State;

  BodySink& next_;
  std::unique_ptr<State> state_;
};

}  // namespace sheetkeeper
