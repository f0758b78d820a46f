#ifndef SHEETKEEPER_EMULATOR_ADMIN_H_
#define SHEETKEEPER_EMULATOR_ADMIN_H_

#include "emulator/emulator.h"
#include "emulator/http/request.h"

namespace sheetkeeper::emulator {

// The emulator's own API, below /emulator/. Needs no token and is not logged. docs/EMULATOR.md has
// it for those who use it.
//
//   POST /emulator/reset                forgets all files, faults and the log
//   GET  /emulator/requests             {"total", "requestBytes", "responseBytes", "requests": [{
//                                       "number", "atMs", "method", "target", "path", "caller",
//                                       "status", "requestBytes", "responseBytes"}...]}, oldest
//                                       first; ?since=N begins behind number N
//   POST /emulator/requests/clear       empties the log
//   GET  /emulator/faults               {"pending": n}
//   POST /emulator/faults               adds a fault (faults.h), or a list of them
//   POST /emulator/faults/clear         forgets the faults to come
//   GET  /emulator/settings             latency, quotas, lag, skew and token lifetime
//   POST /emulator/settings             sets those that the body names
//   POST /emulator/load                 adds the spreadsheets of a document (document.h)
//   GET  /emulator/dump                 all spreadsheets as a document
//   POST /emulator/edit/SPREADSHEET_ID  an edit as a person makes it, past tokens, quotas and
//                                       faults: the body of a batchUpdate, or
//                                       {"type": {"tab", "cell": "B2", "text"}}
//   GET  /emulator/spreadsheets         what the page shows (page.h)
//   GET  /emulator/grid/SPREADSHEET_ID/SHEET_ID?from=0&to=100
HttpResponse HandleAdmin(Emulator& emulator, Emulator::State& state, const HttpRequest& request,
                         const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_ADMIN_H_
