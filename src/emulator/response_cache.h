#ifndef SHEETKEEPER_EMULATOR_RESPONSE_CACHE_H_
#define SHEETKEEPER_EMULATOR_RESPONSE_CACHE_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "emulator/emulator.h"
#include "emulator/http/request.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// The answers to the last large reads. A client that polls a large sheet gets it at the speed of
// the connection as long as nobody changes the spreadsheet.
class ResponseCache {
 public:
  // The answer to the same read of the same state; null when there is none.
  const HttpResponse* Find(const File& file, const HttpRequest& request,
                           std::string_view caller) const;
  void Keep(const File& file, const HttpRequest& request, std::string_view caller,
            const HttpResponse& response);

 private:
  struct Entry {
    std::string target;
    std::string caller;
    std::string mask;  // of the header X-Goog-FieldMask
    uint64_t order = 0;
    uint64_t changes = 0;
    HttpResponse response;
  };
  static constexpr size_t kEntries = 4;
  static constexpr size_t kLarge = 1 << 20;
  static constexpr size_t kTotal = 256 << 20;  // bytes; but the last answer is kept in any case

  static bool IsOf(const Entry& entry, const File& file, const HttpRequest& request,
                   std::string_view caller);

  void MakeRoom(size_t bytes);

  std::deque<Entry> entries_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_RESPONSE_CACHE_H_
