#include "emulator/admin.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/access.h"
#include "emulator/document.h"
#include "emulator/model/a1.h"
#include "emulator/page.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/state.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

HttpResponse JsonAnswer(int status, const Json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=UTF-8"}},
          .body = WriteJson(body, JsonStyle::kPretty)};
}

HttpResponse Sorry(int status, std::string_view sentence) {
  return JsonAnswer(status, {{"error", sentence}});
}

HttpResponse Done() {
  return JsonAnswer(200, Json::MakeObject());
}

HttpResponse NoSuchAdminCall() {
  return Sorry(404, "The emulator's own API has no such call; docs/EMULATOR.md lists them.");
}

HttpResponse Requests(const Emulator::State& state, const Call& call) {
  const uint64_t since = std::strtoull(call.query.Last("since").value_or("0").c_str(), nullptr, 10);
  Json list = Json::MakeArray();
  for (const LoggedRequest& request : state.log) {
    if (request.number <= since) continue;
    list.push_back({{"number", request.number},
                    {"atMs", request.at_ms},
                    {"method", request.method},
                    {"target", request.target},
                    {"path", request.path},
                    {"caller", request.caller},
                    {"status", request.status},
                    {"requestBytes", request.request_bytes},
                    {"responseBytes", request.response_bytes}});
  }
  return JsonAnswer(200, {{"total", state.requests},
                          {"requestBytes", state.request_bytes},
                          {"responseBytes", state.response_bytes},
                          {"requests", std::move(list)}});
}

HttpResponse TypeText(Emulator& emulator, std::string_view id, const Json& entry) {
  const auto cell = ParseReference(StringOf(entry, "cell"));
  const bool single = cell && cell->first_row && cell->first_column;
  if (!single) return Sorry(400, "\"cell\" must name a cell, as in B2.");
  const bool done = emulator.At(id).Type(StringOf(entry, "tab"), *cell->first_row,
                                         *cell->first_column, StringOf(entry, "text"));
  return done ? Done() : Sorry(400, "There is no such cell.");
}

HttpResponse BatchAsPerson(World& world, const std::string& id, const Json& edit) {
  const auto found = world.files.find(id);
  if (found == world.files.end()) return Sorry(404, "There is no such spreadsheet.");
  const std::string body = WriteJson(edit, JsonStyle::kCompact);
  Call call;
  call.method = "POST";
  call.segments = {"v4", "spreadsheets", id};
  call.verb = "batchUpdate";
  call.body = body;
  call.caller = found->second.owner;
  const auto answer = HandleSheets(world, call);
  return answer.has_value() ? JsonAnswer(200, *answer) : Sorry(400, answer.error().message);
}

HttpResponse EditAsPerson(Emulator& emulator, World& world, const std::string& id,
                          const Json& edit) {
  if (const Json* entry = Find(edit, "type")) return TypeText(emulator, id, *entry);
  return BatchAsPerson(world, id, edit);
}

HttpResponse Reset(Emulator::State& state) {
  state.world.files.clear();
  state.world.changes.clear();
  ++state.world.next_change;
  state.faults.Clear();
  state.late.clear();
  state.quota.Clear();
  state.ForgetLog();
  return Done();
}

HttpResponse AddFaults(Emulator::State& state, const Json& body) {
  const Json list = body.is_array() ? body : Json(Json::Array{body});
  std::vector<Fault> faults;
  for (const Json& json : list) {
    auto fault = Faults::FromJson(json);
    if (!fault.has_value()) return Sorry(400, fault.error().message);
    faults.push_back(std::move(*fault));
  }
  for (Fault& fault : faults) state.faults.Add(std::move(fault));
  return Done();
}

Json Settings(const Options& options) {
  return {{"latencyMs", options.latency_ms},
          {"readQuota", options.read_quota},
          {"writeQuota", options.write_quota},
          {"projectReadQuota", options.project_read_quota},
          {"projectWriteQuota", options.project_write_quota},
          {"driveLagMs", options.drive_lag_ms},
          {"clockSkewMs", options.clock_skew_ms},
          {"tokenLifetimeS", options.token_lifetime_s}};
}

HttpResponse SetSettings(const Json& body, Options& options) {
  Json settings = Settings(options);
  if (!body.is_object()) return Sorry(400, "Settings are a JSON object.");
  for (const auto& [name, value] : body.AsObject()) {
    if (!Has(settings, name)) return Sorry(400, "There is no setting \"" + name + "\".");
    if (!value.is_int()) return Sorry(400, "\"" + name + "\" must be a whole number.");
    settings[name] = value;
  }
  const auto read = [&](const char* name) { return static_cast<int>(IntOf(settings, name)); };
  options.latency_ms = read("latencyMs");
  options.read_quota = read("readQuota");
  options.write_quota = read("writeQuota");
  options.project_read_quota = read("projectReadQuota");
  options.project_write_quota = read("projectWriteQuota");
  options.drive_lag_ms = IntOf(settings, "driveLagMs");
  options.clock_skew_ms = IntOf(settings, "clockSkewMs");
  options.token_lifetime_s = read("tokenLifetimeS");
  return JsonAnswer(200, Settings(options));
}

HttpResponse Load(Emulator::State& state, const Json& body) {
  const auto loaded = LoadDocument(state.world, kOwner, body);
  return loaded.has_value() ? Done() : Sorry(400, loaded.error().message);
}

// What changes a spreadsheet, apart from the rest, since it is kept as a deed.
bool ChangesFiles(const std::string& what) {
  return what == "reset" || what == "load" || what.starts_with("edit/");
}

HttpResponse Post(Emulator& emulator, Emulator::State& state, const std::string& what,
                  const Call& call, const Json& body) {
  if (what == "reset") return Reset(state);
  if (what == "load") return Load(state, body);
  if (what == "faults") return AddFaults(state, body);
  if (what == "settings") return SetSettings(body, state.world.options);
  if (call.segments.size() == 3 && call.segments[1] == "edit") {
    return EditAsPerson(emulator, state.world, call.segments[2], body);
  }
  if (what == "requests/clear") {
    state.ForgetLog();
  } else if (what == "faults/clear") {
    state.faults.Clear();
  } else {
    return NoSuchAdminCall();
  }
  return Done();
}

HttpResponse Get(Emulator::State& state, const std::string& what, const Call& call) {
  if (what == "requests") return Requests(state, call);
  if (what == "dump") return JsonAnswer(200, SaveDocument(state.world));
  if (what == "settings") return JsonAnswer(200, Settings(state.world.options));
  if (what == "faults") return JsonAnswer(200, {{"pending", state.faults.size()}});
  if (what == "spreadsheets") return JsonAnswer(200, PageSpreadsheets(state.world));
  if (call.segments.size() == 4 && call.segments[1] == "grid") {
    const auto grid = PageGrid(state.world, call);
    return grid.has_value() ? JsonAnswer(200, *grid) : Sorry(404, grid.error().message);
  }
  return NoSuchAdminCall();
}

}  // namespace

HttpResponse HandleAdmin(Emulator& emulator, Emulator::State& state, const HttpRequest& request,
                         const Call& call) {
  std::string what;
  for (size_t i = 1; i < call.segments.size(); ++i) {
    what += (what.empty() ? "" : "/") + call.segments[i];
  }
  if (call.method == "GET") return Get(state, what, call);
  if (call.method != "POST") return NoSuchAdminCall();
  const auto body = ParseJson(call.body);
  if (!body.has_value()) return Sorry(400, "The body is not valid JSON.");
  const int64_t now_ms = state.world.Now();
  const uint64_t random = state.world.random.state();
  HttpResponse response = Post(emulator, state, what, call, *body);
  if (response.status == 200 && ChangesFiles(what)) state.Keep(request, call, now_ms, random);
  return response;
}

}  // namespace sheetkeeper::emulator
