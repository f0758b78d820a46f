// The number format that a formula's cell takes on: what its functions give (a date for TODAY), or
// what the cells it refers to have.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/calc/formula.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/program.h"

namespace sheetkeeper::emulator::calc {
namespace {

struct FormatOfFunction {
  std::string_view function;
  std::string_view type;
};

constexpr std::array<FormatOfFunction, 8> kOwnFormats = {{{"DATE", "DATE"},
                                                          {"DATEVALUE", "DATE"},
                                                          {"EDATE", "DATE"},
                                                          {"EOMONTH", "DATE"},
                                                          {"NOW", "DATE_TIME"},
                                                          {"TIME", "TIME"},
                                                          {"TIMEVALUE", "TIME"},
                                                          {"TODAY", "DATE"}}};

// Take the format of the first argument that has one, from the given place on.
struct PassingFunction {
  std::string_view function;
  size_t first;
};
constexpr std::array<PassingFunction, 21> kPassing = {
    {{"ABS", 0},      {"ADD", 0},    {"ARRAYFORMULA", 0}, {"AVERAGE", 0}, {"FILTER", 0}, {"IF", 1},
     {"IFERROR", 0},  {"IFNA", 0},   {"INDEX", 0},        {"MAX", 0},     {"MEDIAN", 0}, {"MIN", 0},
     {"MULTIPLY", 0}, {"ROUND", 0},  {"ROUNDDOWN", 0},    {"ROUNDUP", 0}, {"SORT", 0},   {"SUM", 0},
     {"UMINUS", 0},   {"UNIQUE", 0}, {"UPLUS", 0}}};

bool IsMoment(const NumberFormat& format) {
  return format.type == "DATE" || format.type == "DATE_TIME";
}

class FormatFinder {
 public:
  FormatFinder(const std::vector<Reference>& references, const EvalContext& context)
      : references_(references), context_(context) {}

  std::optional<NumberFormat> Of(const Node& node) const {
    if (node.kind == NodeKind::kReference) return OfReference(references_[node.reference]);
    if (node.kind == NodeKind::kRangeName) {
      const auto named = context_.FindNamedRange(node.name);
      if (!named) return std::nullopt;
      return OfCell(named->sheet, named->area.first_row, named->area.first_column);
    }
    if (node.kind != NodeKind::kCall || node.function == nullptr) return std::nullopt;
    return OfCall(node);
  }

 private:
  std::optional<NumberFormat> OfReference(const Reference& reference) const {
    if (reference.IsBroken()) return std::nullopt;
    const Area area = reference.ToArea();
    return OfCell(reference.sheet, area.first_row, area.first_column);
  }

  std::optional<NumberFormat> OfCell(const std::string& sheet, int row, int column) const {
    const std::optional<GridSize> grid = context_.SheetSize(sheet);
    if (!grid || row >= grid->rows || column >= grid->columns) return std::nullopt;
    return context_.CellFormat(sheet, row, column);
  }

  std::optional<NumberFormat> OfCall(const Node& node) const {
    const std::string_view name = node.function->name;
    for (const FormatOfFunction& own : kOwnFormats) {
      if (own.function == name) return NumberFormat{std::string(own.type), ""};
    }
    if (name == "UNARY_PERCENT") return NumberFormat{"PERCENT", ""};
    if (name == "MINUS") return OfDifference(node);
    for (const PassingFunction& passing : kPassing) {
      if (passing.function == name) return OfArguments(node, passing.first);
    }
    return std::nullopt;
  }

  // The time between two dates is a number. Each side is looked at once: in a long chain of
  // differences anything else takes forever.
  std::optional<NumberFormat> OfDifference(const Node& node) const {
    std::optional<NumberFormat> first;
    bool moments = true;
    for (const Node& child : node.children) {
      auto format = Of(child);
      moments = moments && format && IsMoment(*format);
      if (!first) first = std::move(format);
    }
    return moments ? std::nullopt : first;
  }

  std::optional<NumberFormat> OfArguments(const Node& node, size_t first) const {
    for (size_t i = first; i < node.children.size(); ++i) {
      if (auto format = Of(node.children[i])) return format;
    }
    return std::nullopt;
  }

  const std::vector<Reference>& references_;
  const EvalContext& context_;
};

}  // namespace

std::optional<NumberFormat> Formula::ResultFormat(const EvalContext& context) const {
  return FormatFinder(references_, context).Of(program_->root);
}

}  // namespace sheetkeeper::emulator::calc
