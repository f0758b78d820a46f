// The operator of a simulation decides conflicts, pauses tables and approves what a guard holds, as
// `sheetkeeper resolve`, `pause` and `approve` do, at any moment; starts another worker on the same
// spreadsheet, by mistake; and puts an older copy of the database back.
#pragma once

#include <functional>
#include <string>

#include "base/rng.h"
#include "sim/deployment.h"
#include "sim/ledger.h"

namespace sheetkeeper::sim {

class Operator {
 public:
  using Trace = std::function<void(const std::string&)>;

  Operator(Rng& rng, Ledger& ledger, Trace trace)
      : rng_(rng), ledger_(ledger), trace_(std::move(trace)) {}
  ~Operator();
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  bool HasAConflict(Deployment& deployment);
  // Decides one that is open. REQUIRES: HasAConflict().
  void Resolve(Deployment& deployment);

  void PausesOrResumes(Deployment& deployment, const std::string& table);
  void ResumesAll(Deployment& deployment);

  // With a database of its own. It changes a cell and is stopped.
  void StartsAnotherWorker(Deployment& deployment, const SimTable& table);

  // A copy of the database, made at any moment, is put back later.
  void BacksUp(Deployment& deployment);
  void PutsBack(Deployment& deployment);
  bool HasACopy() const { return !copy_.empty(); }

  // Held for a write that the database does not know of: another worker's, or its own after the
  // copy was made.
  static bool IsHeldForAWrite(Deployment& deployment);
  void ApprovesTheWrite(Deployment& deployment);

 private:
  Rng& rng_;
  Ledger& ledger_;
  Trace trace_;
  std::string copy_;  // path
};

}  // namespace sheetkeeper::sim
