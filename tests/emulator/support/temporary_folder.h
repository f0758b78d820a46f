#ifndef SHEETKEEPER_TESTS_EMULATOR_SUPPORT_TEMPORARY_FOLDER_H_
#define SHEETKEEPER_TESTS_EMULATOR_SUPPORT_TEMPORARY_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

namespace sheetkeeper::emulator {

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "emulator_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_TESTS_EMULATOR_SUPPORT_TEMPORARY_FOLDER_H_
