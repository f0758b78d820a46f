#ifndef SHEETKEEPER_EMULATOR_FAULTS_H_
#define SHEETKEEPER_EMULATOR_FAULTS_H_

#include <optional>
#include <string>
#include <vector>

#include "emulator/emulator.h"
#include "emulator/http/request.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// A failure to come: for `count` matching requests, after letting `skip` of them pass.
struct Fault {
  std::string method;  // any when empty
  std::string path;    // a part of the path; any when empty
  int skip = 0;
  int count = 1;
  bool after_effect = false;  // the request is carried out, only its answer is replaced
  bool cut = false;           // no answer: the connection is closed
  int status = 0;             // 0: the true answer, only late
  std::string body;
  std::string content_type;
  int delay_ms = 0;
};

class Faults {
 public:
  // From {"method","path","skip","count","when":"before"|"after","cut","status","body",
  // "contentType","delayMs"}. Status 429 and 503 without a body get Google's.
  static Fault FromJson(const Json& json);

  void Add(Fault fault) { faults_.push_back(std::move(fault)); }
  void Clear() { faults_.clear(); }

  // The fault that this request meets, if any.
  std::optional<Fault> Next(const Call& call);

  // The answer that a fault puts in place of the true one.
  static HttpResponse Answer(const Fault& fault);

 private:
  std::vector<Fault> faults_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_FAULTS_H_
