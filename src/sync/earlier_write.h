// EarlierWrite: what became of a write whose outcome is not known.
//
// Its answer was lost, or the process died. It may have landed, may land any moment, or never will.
//   - The evidence is that write's: it has landed, and what it did is taken in (absorb.h).
//   - There is no evidence at all: its token tells (a batch that landed created it). Where the
//     evidence sheet is gone with it, the write is settled without.
//   - The evidence is another write's. Mostly it has not landed: the next batch makes sure that it
//     does not any more. But where it has, a write that this database does not know of came after
//     it (another worker's, or this very database's before an older copy was put back) and took the
//     evidence's place. Then it is settled without, too, as soon as the evidence cannot be an
//     answer from before it any more.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "google/sheets_client.h"
#include "store/store.h"
#include "sync/engine.h"
#include "sync/evidence.h"
#include "sync/tabs.h"

namespace sheetkeeper {

// Lives as long as the engine. It remembers since when a write has been known to stand behind
// another one's evidence; after a restart that wait begins anew.
class EarlierWrite {
 public:
  struct Means {
    const EngineOptions& options;
    Store& store;
    SheetsClient& sheets;
    Tabs& tabs;
    bool held;  // until a person has looked at another write: nothing is settled
    std::stop_token stop;
  };

  // True where both sides are to be observed again: the base has moved, or there is evidence to
  // read now. `open`: the writes. kUnavailable: it has landed, but the evidence does not show it
  // yet.
  Result<bool> LookAfter(const std::vector<Intent>& open, const Evidence& evidence, MonoTime now,
                         const Means& means);

 private:
  struct Landed {
    int32_t token;
    MonoTime known_since;
  };

  Result<bool> AskTheTokens(const std::vector<Intent>& open, const Means& means);
  Result<bool> AskBehindTheEvidence(const std::vector<Intent>& open, MonoTime now,
                                    const Means& means);

  std::optional<Landed> hidden_;  // by another write's evidence
};

}  // namespace sheetkeeper
