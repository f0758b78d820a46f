#include "emulator/emulator.h"

#include <utility>

#include "emulator/access.h"
#include "emulator/admin.h"
#include "emulator/document.h"
#include "emulator/drive/drive_api.h"
#include "emulator/http/request.h"
#include "emulator/http/respond.h"
#include "emulator/http/system_parameters.h"
#include "emulator/page.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/snapshot.h"
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

Result<> SignIn(const Emulator::State& state, const HttpRequest& request, Call& call) {
  if (state.redone_by) {
    call.caller = *state.redone_by;
    return {};
  }
  EMU_ASSIGN(call.caller, Authenticate(state.world, state.tokens, request, call));
  return {};
}

Result<> Admit(Emulator::State& state, const HttpRequest& request, Call& call) {
  EMU_TRY(CheckSystemParameters(call));
  EMU_TRY(SignIn(state, request, call));
  if (state.redone_by) return {};
  return state.quota.Spend(state.world.options, call.caller, IsWrite(call), state.world.Now());
}

// The spreadsheet of a read that the caller may make; null for any other call.
const File* FileOfRead(World& world, const Call& call) {
  if (call.method != "GET" || call.segments.size() < 3) return nullptr;
  const auto file = world.OpenSpreadsheet(call.segments[2], call.caller, /*to_write=*/false);
  return file.has_value() ? *file : nullptr;
}

HttpResponse ServeSheets(Emulator::State& state, const HttpRequest& request, Call& call) {
  if (const auto admitted = Admit(state, request, call); !admitted.has_value()) {
    return SheetsError(call, admitted.error());
  }
  const File* read = FileOfRead(state.world, call);
  if (read != nullptr) {
    const HttpResponse* known = state.cache.Find(*read, request, call.caller);
    if (known != nullptr) return *known;
  }
  const Result<Json> answer = HandleSheets(state.world, call);
  if (!answer.has_value()) {
    if (answer.error().message == kNoSuchMethod) return NoSuchPage(400, call.path);
    return SheetsError(call, answer.error());
  }
  HttpResponse response = SheetsResponse(call, *answer);
  if (read != nullptr) state.cache.Keep(*read, request, call.caller, response);
  return response;
}

HttpResponse ServeDrive(Emulator::State& state, const HttpRequest& request, Call& call) {
  const auto serve = [&]() -> Result<DriveAnswer> {
    EMU_TRY(CheckSystemParameters(call));
    EMU_TRY(SignIn(state, request, call));
    return HandleDrive(state.world, call);
  };
  const Result<DriveAnswer> answer = serve();
  if (!answer.has_value()) {
    return answer.error().message.empty() ? NoSuchPage(404, call.path)
                                          : DriveError(call, answer.error());
  }
  if (answer->content_type.empty()) return DriveResponse(call, answer->body);
  return {.status = answer->status,
          .headers = {{"Content-Type", answer->content_type}},
          .body = answer->text};
}

bool IsDrive(const Call& call) {
  return StartsWith(call, "drive", "v3") || StartsWith(call, "drive", "v2") ||
         StartsWith(call, "upload", "drive");
}

void EditBetween(Emulator& emulator, Emulator::State& state, const Fault& fault) {
  if (fault.edit.is_null()) return;
  const HttpRequest request = {.method = "POST",
                               .target = "/emulator/edit/" + fault.spreadsheet,
                               .body = WriteJson(fault.edit, JsonStyle::kCompact)};
  HandleAdmin(emulator, state, request, ParseCall(request));
}

HttpResponse ServeWithFault(Emulator& emulator, Emulator::State& state, const Fault& fault,
                            const HttpRequest& request, Call& call) {
  const bool replaced = fault.cut || fault.status != 0 || fault.late_by > 0;
  HttpResponse response;
  if (!fault.after_effect) EditBetween(emulator, state, fault);
  if (fault.late_by > 0) {
    state.late.push_back({request, fault.late_by + 1});
  } else if (!replaced || fault.after_effect) {
    response = state.Serve(request, call);
    if (fault.twice) response = state.Serve(request, call);
  }
  if (fault.after_effect) EditBetween(emulator, state, fault);
  if (replaced) response = Faults::Answer(fault);
  response.delay_ms = fault.delay_ms;
  response.bytes_per_s = fault.bytes_per_s;
  response.cut_after = fault.cut_after;
  return response;
}

}  // namespace

void Emulator::State::Log(const HttpRequest& request, const Call& call,
                          const HttpResponse& response) {
  ++requests;
  request_bytes += call.body.size();
  response_bytes += response.body.size();
  log.push_back({.number = requests,
                 .at_ms = world.Now(),
                 .method = call.method,
                 .target = request.target,
                 .path = call.path,
                 .caller = call.caller,
                 .status = response.cut ? 0 : response.status,
                 .request_bytes = call.body.size(),
                 .response_bytes = response.body.size()});
  if (log.size() > kLogLength) log.pop_front();
}

void Emulator::State::ForgetLog() {
  log.clear();
  requests = request_bytes = response_bytes = 0;
}

HttpResponse Emulator::State::Serve(const HttpRequest& request, Call& call) {
  if (IsTokenPath(call) && call.method == "POST") return tokens.Grant(world, call.body);
  const uint64_t random = world.random.state();
  const int64_t now_ms = world.Now();
  HttpResponse response;
  bool may_change = false;
  if (StartsWith(call, "v4", "spreadsheets")) {
    response = ServeSheets(*this, request, call);
    may_change = IsWrite(call);
  } else if (IsDrive(call)) {
    response = ServeDrive(*this, request, call);
    may_change = call.method != "GET";
  } else {
    const bool sheets = !call.segments.empty() && call.segments[0] == "v4";
    return NoSuchPage(sheets ? 400 : 404, call.path);
  }
  if (may_change && response.status < 300) Keep(request, call, now_ms, random);
  return response;
}

void Emulator::State::Keep(const HttpRequest& request, const Call& call, int64_t now_ms,
                           uint64_t random) {
  if (!keep_deed || redone_by) return;
  Deed deed = {.now_ms = now_ms, .random = random, .caller = call.caller, .request = request};
  deed.request.headers.clear();
  keep_deed(deed);
}

void Emulator::State::ServeLate() {
  std::vector<LateRequest> due;
  std::erase_if(late, [&](LateRequest& one) {
    if (--one.after > 0) return false;
    due.push_back(std::move(one));
    return true;
  });
  for (const LateRequest& one : due) {
    Call call = ParseCall(one.request);
    Serve(one.request, call);
  }
}

Emulator::Emulator(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Emulator::~Emulator() = default;
Emulator::Emulator(Emulator&&) noexcept = default;
Emulator& Emulator::operator=(Emulator&&) noexcept = default;

HttpResponse Emulator::Handle(const HttpRequest& request) {
  Call call = ParseCall(request);
  if (!call.segments.empty() && call.segments[0] == "emulator") {
    return HandleAdmin(*this, *state_, request, call);
  }
  if (call.segments.empty() && call.method == "GET") return Page();
  const auto fault = state_->faults.Next(call);
  HttpResponse response =
      fault ? ServeWithFault(*this, *state_, *fault, request, call) : state_->Serve(request, call);
  response.delay_ms += state_->world.options.latency_ms;
  response.headers.emplace_back("Date", HttpDate(state_->world.Now()));
  CompressIfAccepted(request, response);
  state_->Log(request, call, response);
  if (!state_->late.empty()) state_->ServeLate();
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

void Emulator::OnDeed(std::function<void(const Deed&)> keep) {
  state_->keep_deed = std::move(keep);
}

void Emulator::Redo(const Deed& deed) {
  state_->redone_by = deed.caller;
  state_->world.redone_at_ms = deed.now_ms;
  state_->world.random.set_state(deed.random);
  Call call = ParseCall(deed.request);
  if (!call.segments.empty() && call.segments[0] == "emulator") {
    HandleAdmin(*this, *state_, deed.request, call);
  } else {
    state_->Serve(deed.request, call);
  }
  state_->world.redone_at_ms.reset();
  state_->redone_by.reset();
}

std::string Emulator::Snapshot() const {
  return WriteJson(SnapshotOf(state_->world), JsonStyle::kCompact);
}

std::optional<std::string> Emulator::Restore(std::string_view snapshot_json) {
  const auto snapshot = ParseJson(snapshot_json);
  if (!snapshot.has_value()) return snapshot.error().message;
  const auto restored = RestoreWorld(*snapshot, state_->world);
  if (restored.has_value()) return std::nullopt;
  return restored.error().message;
}

uint64_t Emulator::Changes() const {
  return state_->world.next_change;
}

}  // namespace sheetkeeper::emulator
