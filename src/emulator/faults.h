#ifndef SHEETKEEPER_EMULATOR_FAULTS_H_
#define SHEETKEEPER_EMULATOR_FAULTS_H_

#include <optional>
#include <string>
#include <vector>

#include "emulator/emulator.h"
#include "emulator/http/request.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Something that happens to `count` matching requests, after letting `skip` of them pass: a
// failure, a delay, or a person's edit in between.
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
  int bytes_per_s = 0;
  std::optional<size_t> cut_after = {};  // bytes of the true answer's body
  bool twice = false;                    // the request arrives twice; the second answer counts
  int late_by = 0;          // it takes effect only so many requests later; its answer is lost
  Json edit = {};           // a person's edit, as POST /emulator/edit takes it, before or after
  std::string spreadsheet;  // of `edit`
};

class Faults {
 public:
  // From {"method","path","skip","count","when":"before"|"after","cut","status","body",
  // "contentType","delayMs","bytesPerSecond","cutAfter","twice","lateBy","edit","spreadsheet"}.
  // A status without a body gets Google's. A refusal names the member that is not known.
  static Result<Fault> FromJson(const Json& json);

  void Add(Fault fault) { faults_.push_back(std::move(fault)); }
  void Clear() { faults_.clear(); }

  // The fault that this request meets, if any.
  std::optional<Fault> Next(const Call& call);
  size_t size() const;  // those that are still to come

  // The answer that a fault puts in place of the true one.
  static HttpResponse Answer(const Fault& fault);

 private:
  std::vector<Fault> faults_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_FAULTS_H_
