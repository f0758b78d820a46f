#include "sync/earlier_write.h"

#include <string>

#include "base/log.h"
#include "sync/absorb.h"
#include "sync/batch.h"
#include "sync/last_writer.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

// At most one of them can land.
Result<std::optional<int32_t>> FindLanded(const std::vector<Intent>& open,
                                          const EarlierWrite::Means& means) {
  std::vector<int32_t> tokens;
  for (const Intent& intent : open) tokens.push_back(intent.token);
  return means.sheets.FindToken(means.options.spreadsheet_id, tokens, means.stop);
}

Result<bool> CanReadEvidence(const EarlierWrite::Means& means) {
  const std::vector<std::string> mark{kEvidenceMark};
  const auto read =
      means.sheets.FetchValues(means.options.spreadsheet_id, mark, nullptr, means.stop);
  if (!read && read.error().kind == ErrorKind::kInvalid) return false;
  TRY("reading", read);
  return true;
}

}  // namespace

Result<bool> EarlierWrite::LookAfter(const std::vector<Intent>& open, const Evidence& evidence,
                                     MonoTime now, const Means& means) {
  TRY_ASSIGN(const bool absorbed, "absorbing",
             Absorb(means.options.tables, means.store, open, evidence));
  if (absorbed) return true;
  return evidence.token ? AskBehindTheEvidence(open, now, means) : AskTheTokens(open, means);
}

Result<bool> EarlierWrite::AskTheTokens(const std::vector<Intent>& open, const Means& means) {
  TRY_ASSIGN(const auto landed, "looking for its token", FindLanded(open, means));
  if (!landed) return false;
  const bool had_evidence = means.tabs.evidence().exists;
  TRY("looking for the evidence sheet",
      means.tabs.LookUp(means.options.spreadsheet_id, means.sheets, means.stop));
  // It landed after the evidence sheet was looked for, and made it.
  if (!had_evidence && means.tabs.evidence().exists) return true;
  // Tabs may be told as they were before it landed.
  const bool told = means.tabs.evidence().exists;
  TRY_ASSIGN(const bool there, "reading the evidence sheet", CanReadEvidence(means));
  if (there && !told) {
    means.tabs.EvidenceSheetExists();
    return true;
  }
  TRY("settling", SettleWithoutEvidence(means.store, open));
  return true;
}

Result<bool> EarlierWrite::AskBehindTheEvidence(const std::vector<Intent>& open, MonoTime now,
                                                const Means& means) {
  TRY_ASSIGN(const auto landed, "looking for its token", FindLanded(open, means));
  if (!landed) return false;
  if (!hidden_ || hidden_->token != *landed) {
    hidden_ = Landed{*landed, now};
    return !means.held;
  }
  if (means.held) return false;
  if (now < hidden_->known_since + kAnswerLag) {
    return Fail(ErrorKind::kUnavailable,
                "an earlier write has reached the sheet, but the answer shows another one in its "
                "place; the next cycle reads it again");
  }
  Log(LogLevel::kWarning, kLogger,
      "An earlier write reached the sheet, and another one took its evidence's place");
  TRY("settling", SettleWithoutEvidence(means.store, open));
  return true;
}

}  // namespace sheetkeeper
