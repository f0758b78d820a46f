// Answers in a CacheManager, each with the generation of the database before it was read: as long
// as that is the generation, the answer is what would be read now.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "reader/reader.h"

namespace sheetkeeper::reader {

class AnswerCache {
 public:
  explicit AnswerCache(std::shared_ptr<CacheManager> cache) : cache_(std::move(cache)) {}

  explicit operator bool() const { return cache_ != nullptr; }

  std::shared_ptr<const Table> Get(std::string_view space, std::string_view key,
                                   std::uint64_t generation) {
    return std::static_pointer_cast<const Table>(
        cache_->GetAny(space, key, typeid(Table), generation));
  }
  void Set(std::string_view space, std::string_view key, std::shared_ptr<const Table> table,
           std::uint64_t generation) {
    cache_->SetAny(space, key, std::move(table), typeid(Table), CacheManager::kForever, generation);
  }
  // The last answer, whatever was committed since.
  std::shared_ptr<const Table> GetLast(std::string_view space, std::string_view key,
                                       std::chrono::milliseconds* age) {
    return std::static_pointer_cast<const Table>(cache_->GetStale(space, key, typeid(Table), age));
  }

 private:
  std::shared_ptr<CacheManager> cache_;
};

// Different values have different texts, of whatever kind they are.
inline void AppendKey(std::string& key, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    key += 't' + std::to_string(text->size()) + ':' + *text;
    return;
  }
  char digits[32] = {};
  char* end = digits;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    end = std::to_chars(digits, digits + sizeof digits, *integer).ptr;
  } else if (const auto* real = std::get_if<double>(&value)) {
    end = std::to_chars(digits, digits + sizeof digits, *real).ptr;
  }
  key += "nir"[value.index()];
  key.append(digits, end);
}

}  // namespace sheetkeeper::reader
