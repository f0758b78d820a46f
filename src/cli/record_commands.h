// The commands conflicts, rejected, log and schema: what the database keeps, for people and
// programs. They read the database and nothing else, whether a worker runs or not.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Each gives the exit status.
int RunConflictsCommand(int argc, char** argv);
int RunRejectedCommand(int argc, char** argv);
int RunLogCommand(int argc, char** argv);
int RunSchemaCommand(int argc, char** argv);

}  // namespace sheetkeeper
