// `sheetkeeper worker`, also known as sync_worker: the sync daemon.
#pragma once

#include "config/config.h"
#include "worker/instance_lock.h"

namespace sheetkeeper {

// argv[0] is the name that the command was called by. Gives the exit status.
int RunWorkerCommand(int argc, char** argv);

// The worker itself, once or until it is asked to end; the log is open, and `lock` is that of its
// database. `sources` is where a reload reads the configuration. Gives the exit status.
int RunWorker(const Config& config, const ConfigSources& sources, bool once,
              const InstanceLock& lock);

}  // namespace sheetkeeper
