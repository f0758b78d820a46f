// Time zones, from the system's database (RFC 8536): after a header, the moments at which the
// offset changes, then for each moment the number of a type, then the types. The database holds
// them twice, with 32 bits and then, for us, with 64.

#include "emulator/time_zone.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";
constexpr size_t kHeader = 44;
constexpr size_t kType = 6;  // bytes: the offset, whether it is summer, where its name stands

class ZoneFile {
 public:
  explicit ZoneFile(std::string bytes) : bytes_(std::move(bytes)) {}

  std::optional<int> OffsetAt(int64_t second) {
    if (!ReadHeader(4)) return std::nullopt;
    start_ += kHeader + moments_ * 5 + types_ * kType + letters_ + leaps_ * 8 + marks_;
    if (!ReadHeader(8)) return std::nullopt;
    const size_t times = start_ + kHeader;
    const size_t kinds = times + moments_ * 8;
    const size_t types = kinds + moments_;
    if (types_ == 0 || types + types_ * kType > bytes_.size()) return std::nullopt;
    size_t past = 0;
    while (past < moments_ && Number(times + past * 8, 8) <= second) ++past;
    const auto kind = past == 0 ? 0 : static_cast<unsigned char>(bytes_[kinds + past - 1]);
    return static_cast<int32_t>(Number(types + kind * kType, 4));
  }

 private:
  // `width` is that of a moment, in bytes.
  bool ReadHeader(size_t width) {
    if (bytes_.size() < start_ + kHeader || bytes_.compare(start_, 4, "TZif") != 0) return false;
    const auto count = [&](size_t i) {
      return static_cast<size_t>(Number(start_ + 20 + 4 * i, 4));
    };
    marks_ = count(0) + count(1);
    leaps_ = count(2);
    moments_ = count(3);
    types_ = count(4);
    letters_ = count(5);
    return start_ + kHeader + moments_ * (width + 1) <= bytes_.size();
  }

  // Big-endian; of four bytes without its sign.
  int64_t Number(size_t at, size_t width) const {
    uint64_t number = 0;
    for (size_t i = 0; i < width && at + i < bytes_.size(); ++i) {
      number = number << 8 | static_cast<unsigned char>(bytes_[at + i]);
    }
    return static_cast<int64_t>(number);
  }

  std::string bytes_;
  size_t start_ = 0;
  size_t marks_ = 0, leaps_ = 0, moments_ = 0, types_ = 0, letters_ = 0;
};

// "GMT-07:00"
std::optional<int> CustomOffset(std::string_view zone) {
  if (!zone.starts_with("GMT") || zone.size() != 9 || zone[6] != ':') return std::nullopt;
  if (zone[3] != '+' && zone[3] != '-') return std::nullopt;
  int digits[4] = {};
  size_t i = 0;
  for (const size_t at : {4, 5, 7, 8}) {
    if (zone[at] < '0' || zone[at] > '9') return std::nullopt;
    digits[i++] = zone[at] - '0';
  }
  const int minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
  return (zone[3] == '-' ? -60 : 60) * minutes;
}

bool IsName(std::string_view zone) {
  const bool plain = std::all_of(zone.begin(), zone.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
  return plain && !zone.empty() && zone.front() != '/' && zone.back() != '/';
}

}  // namespace

std::optional<int> OffsetOfZone(std::string_view zone, int64_t ms) {
  if (zone == "Etc/GMT" || zone == "Etc/UTC" || zone == "GMT" || zone == "UTC") return 0;
  if (const auto offset = CustomOffset(zone)) return offset;
  if (!IsName(zone)) return std::nullopt;
  const std::string path = std::string(kDatabase) + std::string(zone);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ZoneFile(std::move(bytes)).OffsetAt(ms / 1000);
}

}  // namespace sheetkeeper::emulator
