// An input is a request: METHOD, a blank, the target, a line feed, the body.
#include <string>

#include "emulator/emulator.h"
#include "fuzz/fuzz.h"

namespace sheetkeeper::emulator {

void Try(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return;
  HttpRequest request = {.method = std::string(line.substr(0, blank)),
                         .target = std::string(line.substr(blank + 1))};
  if (line.size() < text.size()) request.body = text.substr(line.size() + 1);

  Emulator emulator({.now_ms = [] { return int64_t{1'700'000'000'000}; }});
  emulator.Load(R"json({"spreadsheets": [{"id": "b", "sheets": [
    {"title": "S", "sheetId": 0, "rows": 20, "columns": 8,
     "cells": [["x", 1, 2.5], [true, null, {"formula": "=SUM(B1:C1)"}], [-1, "b", 0]]},
    {"title": "T", "sheetId": 7, "rows": 5, "columns": 5}]}]})json");
  const HttpResponse answer = emulator.Handle(request);
  Require(answer.status >= 200 && answer.status < 600, "every request gets an answer");
  // Whatever it did, the state can be kept and read again.
  const std::string saved = emulator.Snapshot();
  Emulator other;
  Require(!other.Restore(saved), "a snapshot can be restored");
  Require(other.Snapshot() == saved, "a restored snapshot is the same");
}

}  // namespace sheetkeeper::emulator

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 20'000) sheetkeeper::emulator::Try(sheetkeeper::emulator::TextOf(data, size));
  return 0;
}
