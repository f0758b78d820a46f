#include "sync/last_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/time_text.h"

namespace sheetkeeper {
namespace {

constexpr char kWriterId[] = "writer.id";
constexpr char kLastToken[] = "writer.last_token";

ForeignWrite Restored(const Evidence& evidence) {
  return {
      "restored-copy",
      fmt::format("this database wrote the sheet at {}, but does not know of it: it seems to be "
                  "an older copy; approve to go on with it",
                  FormatRfc3339(WallTime(Millis(evidence.at_ms)))),
      std::to_string(*evidence.token)};
}

ForeignWrite Another(const Evidence& evidence) {
  return {"another-worker",
          fmt::format("a worker with another database ({}) wrote the sheet at {}; stop one of the "
                      "two, and approve to go on with this one",
                      evidence.writer.empty() ? "unknown" : evidence.writer,
                      FormatRfc3339(WallTime(Millis(evidence.at_ms)))),
          std::to_string(*evidence.token)};
}

// The claim is renewed again and again; an approval is to outlive that.
ForeignWrite Claimed(const Evidence& evidence) {
  return {"another-worker",
          fmt::format("a worker with another database ({}) claims the spreadsheet until {}; stop "
                      "this one, or that one and wait, or approve to go on with this one",
                      evidence.writer, FormatRfc3339(WallTime(Millis(evidence.leased_until_ms)))),
          "claim of " + evidence.writer};
}

}  // namespace

Result<std::string> WriterId(Store& store, Rng& rng) {
  TRY_ASSIGN(const auto known, "reading the database's id", store.Meta(kWriterId));
  if (known) return *known;
  const std::string id = fmt::format("{:016x}", rng.Next());
  TRY_ASSIGN(const auto transaction, "opening the transaction", store.Begin());
  TRY("recording the database's id", transaction->SetMeta(kWriterId, id));
  TRY("recording the database's id", transaction->Commit());
  return id;
}

Result<std::optional<ForeignWrite>> FindForeignWrite(const Evidence& evidence,
                                                     const std::vector<Intent>& open,
                                                     const std::string& writer_id, WallTime now,
                                                     Store& store) {
  if (!evidence.token) return std::nullopt;
  TRY_ASSIGN(const auto last, "reading the last write", store.Meta(kLastToken));
  if (last == std::to_string(*evidence.token)) return std::nullopt;
  const bool ours = std::any_of(open.begin(), open.end(), [&](const Intent& intent) {
    return intent.token == *evidence.token;
  });
  if (ours) return std::nullopt;
  if (!last) {
    const bool claimed = now < WallTime(Millis(evidence.leased_until_ms));
    if (!claimed || evidence.writer == writer_id) return std::nullopt;
    return Claimed(evidence);
  }
  return evidence.writer == writer_id ? Restored(evidence) : Another(evidence);
}

std::optional<WallTime> LeaseDue(const std::optional<Evidence>& evidence,
                                 const BatchWriter& writer) {
  if (writer.lease <= Millis(0)) return std::nullopt;
  const bool claimed = evidence && evidence->writer == writer.id;
  if (!claimed) return WallTime{};
  return WallTime(Millis(evidence->leased_until_ms) - writer.lease / 2);
}

Result<> RecordLastWrite(int32_t token, StoreTransaction& transaction) {
  return transaction.SetMeta(kLastToken, std::to_string(token));
}

}  // namespace sheetkeeper
