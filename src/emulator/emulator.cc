#include "emulator/emulator.h"

#include <utility>

#include "emulator/access.h"
#include "emulator/admin.h"
#include "emulator/document.h"
#include "emulator/drive/drive_api.h"
#include "emulator/http/request.h"
#include "emulator/http/respond.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/state.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

bool StartsWith(const Call& call, std::string_view first, std::string_view second) {
  return call.segments.size() >= 2 && call.segments[0] == first && call.segments[1] == second;
}

bool IsTokenPath(const Call& call) {
  return call.path == "/token" || call.path == "/oauth2/v4/token" || call.path == "/o/oauth2/token";
}

Result<> CheckSystemParameters(const Call& call) {
  const auto alt = call.query.First("alt");
  if (!alt || *alt == "json" || *alt == "JSON") return {};
  if (*alt == "media") {
    return InvalidArgument("Unsupported alt type \"media\" for non byte stream request.");
  }
  return InvalidArgument("Invalid value \"" + *alt + "\" for parameter alt.");
}

HttpResponse ServeSheets(Emulator::State& state, const HttpRequest& request, Call& call) {
  const auto serve = [&]() -> Result<Json> {
    EMU_TRY(CheckSystemParameters(call));
    EMU_ASSIGN(call.caller, Authenticate(state.world, state.tokens, request, call));
    const Options& options = state.world.options;
    const bool write = IsWrite(call);
    EMU_TRY(state.quota.Spend(call.caller, write, write ? options.write_quota : options.read_quota,
                              state.world.Now()));
    return HandleSheets(state.world, call);
  };
  const Result<Json> answer = serve();
  if (answer.has_value()) return SheetsResponse(call, *answer);
  if (answer.error().message == kNoSuchMethod) return NoSuchPage(404, call.path);
  return SheetsError(answer.error());
}

HttpResponse ServeDrive(Emulator::State& state, const HttpRequest& request, Call& call) {
  const auto serve = [&]() -> Result<DriveAnswer> {
    EMU_ASSIGN(call.caller, Authenticate(state.world, state.tokens, request, call));
    return HandleDrive(state.world, call);
  };
  const Result<DriveAnswer> answer = serve();
  if (!answer.has_value()) {
    return answer.error().message.empty() ? NoSuchPage(404, call.path) : DriveError(answer.error());
  }
  if (answer->content_type.empty()) return DriveResponse(call, answer->body);
  return {.status = answer->status,
          .headers = {{"Content-Type", answer->content_type}},
          .body = answer->text};
}

}  // namespace

void Emulator::State::Log(const Call& call, const HttpResponse& response) {
  ++requests;
  log.push_back({call.method, call.path, response.cut ? 0 : response.status, call.body.size(),
                 response.body.size()});
  if (log.size() > kLogLength) log.pop_front();
}

HttpResponse Emulator::State::Serve(const HttpRequest& request, Call& call) {
  if (IsTokenPath(call) && call.method == "POST") return tokens.Grant(world, call.body);
  if (StartsWith(call, "v4", "spreadsheets")) return ServeSheets(*this, request, call);
  if (StartsWith(call, "drive", "v3") || StartsWith(call, "drive", "v2") ||
      StartsWith(call, "upload", "drive")) {
    return ServeDrive(*this, request, call);
  }
  return NoSuchPage(404, call.path);
}

Emulator::Emulator(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Emulator::~Emulator() = default;
Emulator::Emulator(Emulator&&) noexcept = default;
Emulator& Emulator::operator=(Emulator&&) noexcept = default;

HttpResponse Emulator::Handle(const HttpRequest& request) {
  Call call = ParseCall(request);
  if (!call.segments.empty() && call.segments[0] == "emulator") {
    return HandleAdmin(*this, *state_, call);
  }
  const auto fault = state_->faults.Next(call);
  const bool replaced = fault && (fault->cut || fault->status != 0);
  HttpResponse response;
  if (!replaced || fault->after_effect) response = state_->Serve(request, call);
  if (replaced) response = Faults::Answer(*fault);
  if (fault) response.delay_ms = fault->delay_ms;
  response.headers.emplace_back("Date", HttpDate(state_->world.Now()));
  CompressIfAccepted(request, response);
  state_->Log(call, response);
  return response;
}

bool Emulator::AddServiceAccount(std::string_view email, std::string_view public_key_pem) {
  return state_->tokens.AddAccount(email, public_key_pem);
}

void Emulator::Share(std::string_view file_id, std::string_view email) {
  const auto found = state_->world.files.find(file_id);
  if (found != state_->world.files.end()) found->second.permissions[std::string(email)] = "writer";
}

std::optional<std::string> Emulator::Load(std::string_view document_json) {
  const auto document = ParseJson(document_json);
  if (!document.has_value()) return document.error().message;
  const auto loaded = LoadDocument(state_->world, kOwner, *document);
  if (loaded.has_value()) return std::nullopt;
  return loaded.error().message;
}

std::string Emulator::Save() const {
  return WriteJson(SaveDocument(state_->world), JsonStyle::kPretty);
}

std::vector<std::string> Emulator::SpreadsheetIds() const {
  std::vector<std::string> ids;
  for (const auto& [id, file] : state_->world.files) {
    if (file.book) ids.push_back(id);
  }
  return ids;
}

}  // namespace sheetkeeper::emulator
