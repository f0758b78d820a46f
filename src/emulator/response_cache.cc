#include "emulator/response_cache.h"

#include <algorithm>

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kMaskHeader = "X-Goog-FieldMask";

}  // namespace

bool ResponseCache::IsOf(const Entry& entry, const File& file, const HttpRequest& request,
                         std::string_view caller) {
  return entry.order == file.order && entry.target == request.target && entry.caller == caller &&
         entry.mask == HeaderOf(request, kMaskHeader);
}

const HttpResponse* ResponseCache::Find(const File& file, const HttpRequest& request,
                                        std::string_view caller) const {
  for (const Entry& entry : entries_) {
    const bool same = IsOf(entry, file, request, caller);
    if (same && entry.changes == file.book->changes) return &entry.response;
  }
  return nullptr;
}

// The oldest answers go first; those of a state that is past are of no use to anybody.
void ResponseCache::MakeRoom(size_t bytes) {
  for (const Entry& entry : entries_) bytes += entry.response.body.size();
  while (!entries_.empty() && (entries_.size() >= kEntries || bytes > kTotal)) {
    bytes -= entries_.front().response.body.size();
    entries_.pop_front();
  }
}

void ResponseCache::Keep(const File& file, const HttpRequest& request, std::string_view caller,
                         const HttpResponse& response) {
  if (response.body.size() < kLarge) return;
  std::erase_if(entries_, [&](const Entry& entry) {
    const bool past = entry.order == file.order && entry.changes != file.book->changes;
    return past || IsOf(entry, file, request, caller);
  });
  MakeRoom(response.body.size());
  entries_.push_back({.target = request.target,
                      .caller = std::string(caller),
                      .mask = std::string(HeaderOf(request, kMaskHeader)),
                      .order = file.order,
                      .changes = file.book->changes,
                      .response = response});
}

}  // namespace sheetkeeper::emulator
