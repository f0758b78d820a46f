// A configuration file in a folder of its own, and what loading it gives.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "config/config.h"

namespace sheetkeeper {

class ConfigFixture : public ::testing::Test {
 protected:
  ConfigFixture() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_config_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    sources_.file = folder_ / "c.toml";
    sources_.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      return found == environment_.end() ? std::nullopt : std::optional(found->second);
    };
  }
  ~ConfigFixture() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& text) { std::ofstream(sources_.file) << text; }

  Config Load(const std::string& text) {
    Write(text);
    const Result<Config> config = LoadConfig(sources_);
    EXPECT_TRUE(config.has_value()) << config.error().message;
    return config.value_or(Config{});
  }

  // What is said about a wrong file, its folder left out: "c.toml:1:1: ...".
  std::string Mistakes(const std::string& text) {
    Write(text);
    const Result<Config> config = LoadConfig(sources_);
    if (config) return "(none)";
    std::string message = config.error().message;
    const std::string folder = folder_.string() + "/";
    for (size_t at; (at = message.find(folder)) != std::string::npos;) {
      message.erase(at, folder.size());
    }
    return message;
  }

  // A table that fits, to be put before or after the part that a test is about.
  static constexpr const char* kTable =
      "[[table]]\n"
      "name = 't'\n"
      "sheet = 'T'\n"
      "key = 'id'\n"
      "[[table.column]]\n"
      "name = 'id'\n"
      "type = 'integer'\n";

  static std::string With(const std::string& sections) { return sections + "\n" + kTable; }

  std::filesystem::path folder_;
  std::map<std::string, std::string> environment_;
  ConfigSources sources_;
};

}  // namespace sheetkeeper
