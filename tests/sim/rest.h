// The end of a simulated life: faults and edits have stopped, and the deployment comes to rest.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/deployment.h"

namespace sheetkeeper::sim {

using CycleRunner = std::function<bool(CycleReport*)>;

// Late requests take effect; both sides are then to be equal within three cycles, and a further one
// is to write nothing on either side and to make one request. Gives what is wrong.
std::vector<std::string> ComeToRest(Deployment& deployment, const CycleRunner& run_cycle);

}  // namespace sheetkeeper::sim
