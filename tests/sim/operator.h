// The operator of a simulation decides conflicts, pauses tables and approves what a guard holds, as
// `sheetkeeper resolve`, `pause` and `approve` do, at any moment; and starts another worker on the
// same spreadsheet, by mistake.
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

  bool HasAConflict(Deployment& deployment);
  // Decides one that is open. REQUIRES: HasAConflict().
  void Resolve(Deployment& deployment);

  void PausesOrResumes(Deployment& deployment, const std::string& table);
  void ResumesAll(Deployment& deployment);

  // With a database of its own. It changes a cell and is stopped.
  void StartsAnotherWorker(Deployment& deployment, const SimTable& table);
  static bool IsHeldForAnotherWorker(Deployment& deployment);
  void ApprovesAnotherWorker(Deployment& deployment);

 private:
  Rng& rng_;
  Ledger& ledger_;
  Trace trace_;
};

}  // namespace sheetkeeper::sim
