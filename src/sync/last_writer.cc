#include "sync/last_writer.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/number_text.h"
#include "base/time_text.h"

namespace sheetkeeper {
namespace {

constexpr char kWriterId[] = "writer.id";
constexpr char kLastToken[] = "writer.last_token";
constexpr char kLastAt[] = "writer.last_at_ms";
// Newest first, with a comma after each.
constexpr char kEarlierTokens[] = "writer.earlier_tokens";
constexpr size_t kMostEarlierBytes = 100;

ForeignWrite Restored(const Evidence& evidence) {
  return {
      "restored-copy",
      fmt::format("this database wrote the sheet at {}, but does not know of it: it seems to be "
                  "an older copy; approve to go on with it",
                  FormatRfc3339(WallTime(Millis(evidence.at_ms)))),
      std::to_string(*evidence.token)};
}

ForeignWrite PutBack(const Evidence& evidence) {
  return {"restored-sheet",
          fmt::format("the spreadsheet is as this database left it at {}, though it wrote again "
                      "later: an earlier version seems to have been put back; approve to take it "
                      "over",
                      FormatRfc3339(WallTime(Millis(evidence.at_ms)))),
          std::to_string(*evidence.token)};
}

ForeignWrite Another(const Evidence& evidence) {
  return {kAnotherWorkerGuard,
          fmt::format("a worker with another database ({}) wrote the sheet at {}; stop one of the "
                      "two, and approve to go on with this one",
                      evidence.writer.empty() ? "unknown" : evidence.writer,
                      FormatRfc3339(WallTime(Millis(evidence.at_ms)))),
          std::to_string(*evidence.token)};
}

Result<bool> WroteBeforeTheLast(int32_t token, Store& store) {
  TRY_ASSIGN(const auto earlier, "reading the earlier writes", store.Meta(kEarlierTokens));
  return ("," + earlier.value_or("")).find(fmt::format(",{},", token)) != std::string::npos;
}

Result<bool> HasJustWritten(WallTime now, Store& store) {
  TRY_ASSIGN(const auto at, "reading the last write", store.Meta(kLastAt));
  const WallTime last{Millis(at ? ParseInteger(*at).value_or(0) : 0)};
  return last <= now && now < last + kAnswerLag;
}

Result<ForeignWrite> Earlier(const Evidence& evidence, WallTime now, Store& store) {
  TRY_ASSIGN(const bool just_written, "reading the last write", HasJustWritten(now, store));
  if (!just_written) return PutBack(evidence);
  return Fail(ErrorKind::kUnavailable,
              "the answer shows the sheet as it was before the last write; the next cycle reads it "
              "again");
}

// The claim is renewed again and again; an approval is to outlive that.
ForeignWrite Claimed(const Evidence& evidence) {
  return {kAnotherWorkerGuard,
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
  TRY_ASSIGN(const bool earlier, "reading", WroteBeforeTheLast(*evidence.token, store));
  if (earlier) return Earlier(evidence, now, store);
  if (evidence.writer == writer_id) return Restored(evidence);
  if (last) return Another(evidence);
  if (now >= WallTime(Millis(evidence.leased_until_ms))) return std::nullopt;
  return Claimed(evidence);
}

std::optional<WallTime> LeaseDue(const std::optional<Evidence>& evidence,
                                 const BatchWriter& writer) {
  if (writer.lease <= Millis(0)) return std::nullopt;
  const bool claimed = evidence && evidence->writer == writer.id;
  if (!claimed) return WallTime{};
  return WallTime(Millis(evidence->leased_until_ms) - writer.lease / 2);
}

Result<> RecordLastWrite(const LastWrite& write, Store& store, StoreTransaction& transaction) {
  TRY_ASSIGN(const auto last, "reading the last write", store.Meta(kLastToken));
  TRY_ASSIGN(const auto known, "reading the earlier writes", store.Meta(kEarlierTokens));
  std::string earlier = (last ? *last + "," : "") + known.value_or("");
  if (earlier.size() > kMostEarlierBytes) earlier.resize(earlier.rfind(',', kMostEarlierBytes) + 1);
  TRY("recording the earlier writes", transaction.SetMeta(kEarlierTokens, earlier));
  TRY("recording the time", transaction.SetMeta(kLastAt, std::to_string(write.at_ms)));
  return transaction.SetMeta(kLastToken, std::to_string(write.token));
}

}  // namespace sheetkeeper
