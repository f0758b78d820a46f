#ifndef SHEETKEEPER_EMULATOR_SNAPSHOT_H_
#define SHEETKEEPER_EMULATOR_SNAPSHOT_H_

#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// All that the world holds, so that deeds redone on a restored one end in the same state.
Json SnapshotOf(const World& world);

// Replaces what the world holds by a snapshot. The refusal's message is a sentence.
Result<> RestoreWorld(const Json& snapshot, World& world);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SNAPSHOT_H_
