#ifndef SHEETKEEPER_EMULATOR_HTTP_RESPOND_H_
#define SHEETKEEPER_EMULATOR_HTTP_RESPOND_H_

#include <string>
#include <string_view>

#include "emulator/emulator.h"
#include "emulator/http/request.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Answers in the form of the Sheets API and of Drive.
HttpResponse SheetsResponse(const Call& call, const Json& body);
HttpResponse SheetsError(const Call& call, const ApiError& error);
HttpResponse SheetsError(const ApiError& error);
HttpResponse DriveResponse(const Call& call, const Json& body);
HttpResponse DriveError(const Call& call, const ApiError& error);

// What Google's front end answers for a path that no API serves.
HttpResponse NoSuchPage(int status, std::string_view path);

// Compresses the body when the client accepts gzip and it is worth it.
void CompressIfAccepted(const HttpRequest& request, HttpResponse& response);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_HTTP_RESPOND_H_
