#ifndef SHEETKEEPER_EMULATOR_ADMIN_H_
#define SHEETKEEPER_EMULATOR_ADMIN_H_

#include "emulator/emulator.h"
#include "emulator/http/request.h"

namespace sheetkeeper::emulator {

// The emulator's own API, below /emulator/. Needs no token and is not logged.
//
//   POST /emulator/reset                forgets all files, faults and the log
//   GET  /emulator/requests             {"total": n, "requests": [{"method", "path", "status",
//                                       "requestBytes", "responseBytes"}...]}, oldest first
//   POST /emulator/requests/clear       empties the log
//   POST /emulator/faults               adds a fault (faults.h)
//   POST /emulator/faults/clear         forgets the faults to come
//   POST /emulator/load                 adds the spreadsheets of a document (document.h)
//   GET  /emulator/dump                 all spreadsheets as a document
//   POST /emulator/edit/SPREADSHEET_ID  an edit as a person makes it, past tokens, quotas and
//                                       faults: the body of a batchUpdate, or
//                                       {"type": {"tab", "cell": "B2", "text"}}
HttpResponse HandleAdmin(Emulator& emulator, Emulator::State& state, const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_ADMIN_H_
