// Change capture: the log of local changes and the triggers that fill it. The essay is in
// change_capture.cc.
#pragma once

#include "base/result.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Creates the table's log anew, empty, or with an entry for every row that is there.
Result<> CreateChangeLog(Db& db, const UserTable& table);
Result<> EnterEveryRow(Db& db, const UserTable& table);

// Makes the triggers what they have to be. True where something had to be done.
Result<bool> InstallTriggers(Db& db, const UserTable& table);
// Whether they are what they have to be.
Result<bool> TriggersAreIntact(Db& db, const UserTable& table);

// Whether triggers of somebody else act on the table.
Result<bool> HasOtherTriggers(Db& db, const UserTable& table);

// Stops and resumes capture for what this transaction writes. REQUIRES: a transaction is open.
Result<> PauseCapture(Db& db, bool paused);
// Puts right a switch that somebody else has set.
Result<> ResumeCapture(Db& db);

}  // namespace sheetkeeper
