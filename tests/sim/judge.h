// Looks at both sides of a deployment that has come to rest and says which promises are broken.
#pragma once

#include <string>
#include <vector>

#include "sim/deployment.h"
#include "sim/ledger.h"
#include "sim/people.h"

namespace sheetkeeper::sim {

std::vector<std::string> JudgeEnd(Deployment& deployment, const Ledger& ledger,
                                  const People& people);

}  // namespace sheetkeeper::sim
