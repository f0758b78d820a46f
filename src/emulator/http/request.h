#ifndef SHEETKEEPER_EMULATOR_HTTP_REQUEST_H_
#define SHEETKEEPER_EMULATOR_HTTP_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

// The parameters of a query, in order.
class Query {
 public:
  static Query Parse(std::string_view text);

  // Some parameters that are given twice count with their first value, others with their last.
  std::optional<std::string> First(std::string_view name) const;
  std::optional<std::string> Last(std::string_view name) const;
  std::vector<std::string> All(std::string_view name) const;

  void UseJsonNames();  // value_input_option becomes valueInputOption
  void AddMissing(std::string_view name, std::string_view value);

  const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

// A request taken apart.
struct Call {
  std::string method;
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // of the path, decoded
  std::string verb;                   // behind the last literal colon, where the API has verbs
  Query query;
  std::string_view body;
  std::string caller;  // address of whoever signed in

  bool Is(std::string_view wanted_method, size_t segment_count) const {
    return method == wanted_method && segments.size() == segment_count;
  }
};

Call ParseCall(const HttpRequest& request);

// Of a header, whatever its case; empty when it is missing.
std::string_view HeaderOf(const HttpRequest& request, std::string_view name);

// With `plus_is_blank`, as in queries and forms.
std::string PercentDecode(std::string_view text, bool plus_is_blank);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_HTTP_REQUEST_H_
