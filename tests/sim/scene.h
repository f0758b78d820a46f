// A scene: one deployment in a folder of its own, in which a test does what it wants to see.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "sim/deployment.h"
#include "sim/script.h"

namespace sheetkeeper::sim {

class Scene : public testing::Test {
 protected:
  ~Scene() override { std::filesystem::remove_all(folder_); }

  void Cycle() {
    ASSERT_EQ(deployment_.Start(), "");
    EXPECT_TRUE(deployment_.RunCycle(&report_));
  }
  // All values that a statement gives, with '|' between them.
  std::string Ask(const std::string& sql) {
    std::string text;
    for (const auto& row : deployment_.program().Run(sql)) {
      for (const std::string& value : row) text += (text.empty() ? "" : "|") + value;
    }
    return text;
  }
  std::string Guard() { return Ask("SELECT guard FROM _holds"); }

 private:
  static std::string NewFolder() {
    std::string name = testing::TempDir() + "scene-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    return name;
  }

 protected:
  const std::string folder_ = NewFolder();
  const std::string path_ = folder_ + "/data.db";
  Rng rng_{7};
  Ledger ledger_;
  Deployment deployment_{path_, 7, 1, rng_, [](const std::string&) {}};
  Script script_{deployment_, ledger_};
  CycleReport report_;
};

}  // namespace sheetkeeper::sim
