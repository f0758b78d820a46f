#include "sync/row_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

enum class Kind : char { kNull, kInteger, kReal, kText };

template <typename T>
void AppendBytes(T number, std::string& bytes) {
  char raw[sizeof(T)];
  std::memcpy(raw, &number, sizeof(T));
  bytes.append(raw, sizeof(T));
}

void AppendValue(const Value& value, std::string& bytes) {
  bytes += static_cast<char>(value.index());
  if (const auto* integer = std::get_if<int64_t>(&value)) AppendBytes(*integer, bytes);
  if (const auto* real = std::get_if<double>(&value)) AppendBytes(*real, bytes);
  if (const auto* text = std::get_if<std::string>(&value)) {
    AppendBytes(static_cast<uint32_t>(text->size()), bytes);
    bytes += *text;
  }
}

// Takes encoded rows off the front of a text.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  // False where less than a whole row is left; then nothing is taken.
  bool Next(size_t columns, Row& row, int& sheet_row) {
    const std::string_view before = bytes_;
    uint32_t number = 0;
    bool whole = TakeBytes(number);
    row.resize(columns);
    for (size_t i = 0; i < columns && whole; ++i) whole = TakeValue(row[i]);
    sheet_row = static_cast<int>(number);
    if (!whole) bytes_ = before;
    return whole;
  }
  size_t left() const { return bytes_.size(); }

 private:
  template <typename T>
  bool TakeBytes(T& number) {
    if (bytes_.size() < sizeof(T)) return false;
    std::memcpy(&number, bytes_.data(), sizeof(T));
    bytes_.remove_prefix(sizeof(T));
    return true;
  }

  bool TakeValue(Value& value) {
    char kind = 0;
    if (!TakeBytes(kind)) return false;
    switch (static_cast<Kind>(kind)) {
      case Kind::kNull:
        value = Null{};
        return true;
      case Kind::kInteger:
        return TakeBytes(value.emplace<int64_t>());
      case Kind::kReal:
        return TakeBytes(value.emplace<double>());
      case Kind::kText:
        return TakeText(value.emplace<std::string>());
    }
    CHECK(false);
  }

  bool TakeText(std::string& text) {
    uint32_t size = 0;
    if (!TakeBytes(size) || bytes_.size() < size) return false;
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return true;
  }

  std::string_view bytes_;
};

std::string Folder() {
  const char* const named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/var/tmp";
}

// A file that goes with its last descriptor.
std::FILE* OpenNameless(const std::string& folder) {
  int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {  // a file system without such files
    std::string name = folder + "/sheetkeeper-XXXXXX";
    file = mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) unlink(name.c_str());
  }
  return file < 0 ? nullptr : fdopen(file, "w+b");
}

Result<> NoRoom() {
  return Fail(ErrorKind::kStorage, "the rows of a large sheet cannot be put into a file in " +
                                       Folder() + ": " + std::generic_category().message(errno) +
                                       "; make room there, or name another folder in TMPDIR");
}

}  // namespace

void RowSpool::Add(const Row& row, int sheet_row) {
  CHECK(size_ == 0 || row.size() == columns_);
  columns_ = row.size();
  ++size_;
  AppendBytes(static_cast<uint32_t>(sheet_row), buffer_);
  for (const Value& value : row) AppendValue(value, buffer_);
  if (buffer_.size() >= memory_bytes_) Spill();
}

void RowSpool::Spill() {
  if (!written_) return buffer_.clear();
  if (file_ == nullptr) file_.reset(OpenNameless(Folder()));
  const bool done = file_ != nullptr &&
                    std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) == buffer_.size();
  if (!done) written_ = NoRoom();
  buffer_.clear();
}

Result<> RowSpool::ForEach(const Take& take) {
  if (file_ != nullptr && written_) Spill();
  if (!written_) return written_;
  if (file_ != nullptr) return ReadBack(take);
  size_t used = 0;
  return Replay(buffer_, used, take);
}

Result<> RowSpool::ReadBack(const Take& take) {
  if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) return NoRoom();
  std::string bytes;
  size_t used = 0;
  while (true) {
    bytes.erase(0, used);
    const size_t kept = bytes.size();
    bytes.resize(kept + memory_bytes_);
    const size_t read = std::fread(bytes.data() + kept, 1, memory_bytes_, file_.get());
    bytes.resize(kept + read);
    if (read == 0) break;
    if (auto taken = Replay(bytes, used, take); !taken) return taken;
  }
  CHECK(std::ferror(file_.get()) != 0 || bytes.empty());
  // The next row that is added goes to the end.
  if (std::ferror(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_END) != 0) return NoRoom();
  return {};
}

Result<> RowSpool::Replay(std::string_view bytes, size_t& used, const Take& take) const {
  Decoder decoder(bytes);
  Row row;
  int sheet_row = -1;
  while (decoder.Next(columns_, row, sheet_row)) {
    if (auto taken = take(row, sheet_row); !taken) return taken;
  }
  used = bytes.size() - decoder.left();
  return {};
}

}  // namespace sheetkeeper
