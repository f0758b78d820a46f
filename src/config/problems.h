// The mistakes of a configuration, gathered so that all are told at once.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config/toml_tree.h"

namespace sheetkeeper {

class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  // A mistake in the file.
  void Add(Position at, std::string message);
  // One elsewhere; `source` is a flag or an environment variable, "" where no place is at fault.
  void Add(std::string source, std::string message);

  bool empty() const { return items_.empty(); }
  // One line each, those of the file first and in its order:
  //     sheetkeeper.toml:4:1: unknown key 'intervall'; did you mean 'interval'?
  Error ToError() const;

 private:
  struct Item {
    Position at;  // line 0: not in the file
    std::string source;
    std::string message;
  };

  std::string file_;
  std::vector<Item> items_;
};

}  // namespace sheetkeeper
