// The store of a simulation: the real one, with a fault point around every transaction.
#pragma once

#include <functional>
#include <memory>

#include "store/store.h"

namespace sheetkeeper::sim {

// Called at a fault point; may throw Crash, or give an error to be returned.
using StoreFault = std::function<Result<>(const char* where)>;

std::unique_ptr<Store> WithFaults(std::unique_ptr<Store> store, StoreFault fault);

}  // namespace sheetkeeper::sim
