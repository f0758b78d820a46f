// A parsed formula. Operators are calls to the functions they are short for: A1+1 is ADD(A1, 1).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/calc/locale.h"
#include "emulator/calc/reference.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

struct Function;

enum class NodeKind {
  kConstant,
  kReference,
  kRangeName,
  kCall,
  kArray,  // children are rows
  kArrayRow,
  kMissing,  // an argument left out: IF(A1,,2)
};

struct Node {
  NodeKind kind = NodeKind::kMissing;
  Value constant;
  size_t reference = 0;                // Place in the list of references.
  std::string name;                    // Of a range, or of a function that there is not.
  const Function* function = nullptr;  // Null where the name is unknown.
  std::vector<Node> children;
  int height = 1;  // Nodes on the longest way down.
};

// Where a reference stands in the source.
struct SourceSpan {
  size_t start = 0;
  size_t length = 0;
};

struct Program {
  std::string source;
  std::vector<SourceSpan> spans;  // One for each reference, in order.
  std::vector<std::string> range_names;
  const Locale* locale = nullptr;
  bool is_valid = false;
  bool is_volatile = false;
  bool may_be_array = false;
  Node root;
};

struct ParsedFormula {
  std::shared_ptr<const Program> program;
  std::vector<Reference> references;
};

ParsedFormula ParseFormula(std::string_view text, const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
