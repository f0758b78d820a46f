// The configuration of a worker: the file (TOML), the environment and the flags, in one struct.
//
// For each setting a flag counts before the environment, the environment before the file, the file
// before the default. Nothing is guessed: whatever is not understood is an error that names its
// file, line and column and the word that was probably meant, and all mistakes are told together.
// deploy/alex12060/sheetkeeper.toml is a file to start from.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/settings.h"
#include "model/schema.h"

namespace sheetkeeper {

struct Config {
  std::string file;  // where it was read from
  Settings settings;
  std::vector<TableBinding> tables;  // not empty
};

struct ConfigSources {
  std::string file;  // the flag --config; "" where it was not given
  std::vector<std::pair<const Setting*, std::string>> flags;
  // A variable's value; nothing where it is not set. An empty value counts as not set.
  std::function<std::optional<std::string>(const std::string&)> environment;
};

// Without a file in `sources` it is the one that SHEETKEEPER_CONFIG names, else sheetkeeper.toml in
// the working directory, else /etc/sheetkeeper/sheetkeeper.toml.
// Errors: kNotFound (no file), kInvalid (one line of the message for each mistake).
Result<Config> LoadConfig(const ConfigSources& sources);

// The variable of this process.
std::optional<std::string> ProcessEnvironment(const std::string& name);

}  // namespace sheetkeeper
