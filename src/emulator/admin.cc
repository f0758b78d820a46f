#include "emulator/admin.h"

#include <string>
#include <utility>

#include "emulator/access.h"
#include "emulator/document.h"
#include "emulator/model/a1.h"
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

HttpResponse Requests(const Emulator::State& state) {
  Json list = Json::MakeArray();
  for (const LoggedRequest& request : state.log) {
    list.push_back({{"method", request.method},
                    {"path", request.path},
                    {"status", request.status},
                    {"requestBytes", request.request_bytes},
                    {"responseBytes", request.response_bytes}});
  }
  return JsonAnswer(200, {{"total", state.requests}, {"requests", std::move(list)}});
}

HttpResponse TypeText(Emulator& emulator, std::string_view id, const Json& entry) {
  const auto cell = ParseReference(StringOf(entry, "cell"));
  const bool single = cell && cell->first_row && cell->first_column;
  if (!single) return Sorry(400, "\"cell\" must name a cell, as in B2.");
  const bool done = emulator.At(id).Type(StringOf(entry, "tab"), *cell->first_row,
                                         *cell->first_column, StringOf(entry, "text"));
  return done ? JsonAnswer(200, Json::MakeObject()) : Sorry(400, "There is no such cell.");
}

HttpResponse Edit(Emulator& emulator, std::string_view id, const Json& body) {
  if (const Json* entry = Find(body, "type")) return TypeText(emulator, id, *entry);
  const auto answer = emulator.At(id).BatchUpdate(WriteJson(body, JsonStyle::kCompact));
  if (!answer) return Sorry(400, "The edit was refused.");
  HttpResponse response = JsonAnswer(200, Json::MakeObject());
  response.body = *answer;
  return response;
}

HttpResponse Reset(Emulator::State& state) {
  state.world.files.clear();
  state.world.changes.clear();
  state.faults.Clear();
  state.log.clear();
  state.requests = 0;
  return JsonAnswer(200, Json::MakeObject());
}

HttpResponse Post(Emulator& emulator, Emulator::State& state, const std::string& what,
                  const Call& call, const Json& body) {
  if (what == "reset") return Reset(state);
  if (what == "requests/clear") {
    state.log.clear();
    state.requests = 0;
    return JsonAnswer(200, Json::MakeObject());
  }
  if (what == "faults") {
    state.faults.Add(Faults::FromJson(body));
    return JsonAnswer(200, Json::MakeObject());
  }
  if (what == "faults/clear") {
    state.faults.Clear();
    return JsonAnswer(200, Json::MakeObject());
  }
  if (what == "load") {
    const auto loaded = LoadDocument(state.world, kOwner, body);
    if (!loaded.has_value()) return Sorry(400, loaded.error().message);
    return JsonAnswer(200, Json::MakeObject());
  }
  if (call.segments.size() == 3 && call.segments[1] == "edit") {
    return Edit(emulator, call.segments[2], body);
  }
  return Sorry(404, "The emulator's own API has no such call.");
}

}  // namespace

HttpResponse HandleAdmin(Emulator& emulator, Emulator::State& state, const Call& call) {
  std::string what;
  for (size_t i = 1; i < call.segments.size(); ++i) {
    what += (what.empty() ? "" : "/") + call.segments[i];
  }
  if (call.method == "GET" && what == "requests") return Requests(state);
  if (call.method == "GET" && what == "dump") return JsonAnswer(200, SaveDocument(state.world));
  if (call.method != "POST") return Sorry(404, "The emulator's own API has no such call.");
  const auto body = ParseJson(call.body);
  if (!body.has_value()) return Sorry(400, "The body is not valid JSON.");
  return Post(emulator, state, what, call, *body);
}

}  // namespace sheetkeeper::emulator
