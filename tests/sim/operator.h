// The operator of a simulation decides conflicts and pauses tables, as `sheetkeeper resolve` and
// `sheetkeeper pause` do, at any moment.
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

 private:
  Rng& rng_;
  Ledger& ledger_;
  Trace trace_;
};

}  // namespace sheetkeeper::sim
