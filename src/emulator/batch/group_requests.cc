// Groups of rows or columns that can be folded.
//
// A row's depth is the number of groups it is in. Groups are the maximal runs of rows of at least
// a depth, for each depth; so adding a group over a range raises the depth of its rows by one and
// deleting one lowers it, and overlapping groups merge and nest as they do in the browser.

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "emulator/batch/request.h"
#include "emulator/model/ranges.h"

namespace sheetkeeper::emulator {
namespace {

const char* ListName(Dimension dimension) {
  return dimension == Dimension::kRows ? "rowGroups" : "columnGroups";
}

Span SpanOf(const Json& group) {
  const Json& range = ObjectOf(group, "range");
  return {static_cast<int>(IntOf(range, "startIndex")), static_cast<int>(IntOf(range, "endIndex"))};
}

// Changes of depth along the rows: depth of row i is the sum of all entries up to i.
using Steps = std::map<int, int>;

void AddSteps(Span span, int depth, Steps& steps) {
  steps[span.begin] += depth;
  steps[span.end] -= depth;
}

Steps StepsOf(const Json& groups) {
  Steps steps;
  for (const Json& group : groups) AddSteps(SpanOf(group), 1, steps);
  return steps;
}

Json GroupsOf(const Steps& steps, int32_t sheet_id, Dimension dimension, const Json& old) {
  std::vector<std::pair<Span, int>> found;
  std::vector<int> open;  // start of each run, by depth
  for (const auto& [index, change] : steps) {
    for (int i = 0; i < change; ++i) open.push_back(index);
    for (int i = 0; i > change && !open.empty(); --i) {
      found.push_back({{open.back(), index}, static_cast<int>(open.size())});
      open.pop_back();
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.begin, a.second) < std::pair(b.first.begin, b.second);
  });
  Json groups = Json::MakeArray();
  for (const auto& [span, depth] : found) {
    Json group = {{"range", DimensionRangeOf(sheet_id, dimension, span)}, {"depth", depth}};
    for (const Json& before : old) {
      if (SpanOf(before) == span && BoolOf(before, "collapsed")) group["collapsed"] = true;
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

Json SetGroups(Sheet& sheet, Dimension dimension, Json groups) {
  Put(sheet.objects, ListName(dimension), groups.empty() ? Json() : groups);
  Json reply = Json::MakeObject();
  if (!groups.empty()) reply["dimensionGroups"] = std::move(groups);
  return reply;
}

}  // namespace

Result<Json> AddDimensionGroup(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, request));
  Sheet& sheet = batch.book.MutableSheet(argument.sheet_index);
  const Json old = ArrayOf(sheet.objects, ListName(argument.dimension));
  Steps steps = StepsOf(old);
  AddSteps(argument.span, 1, steps);
  const char* control =
      argument.dimension == Dimension::kRows ? "rowGroupControlAfter" : "columnGroupControlAfter";
  sheet.properties["gridProperties"][control] = true;
  return SetGroups(sheet, argument.dimension, GroupsOf(steps, sheet.id, argument.dimension, old));
}

Result<Json> DeleteDimensionGroup(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, request));
  Sheet& sheet = batch.book.MutableSheet(argument.sheet_index);
  const Json old = ArrayOf(sheet.objects, ListName(argument.dimension));
  const bool grouped = std::any_of(old.begin(), old.end(), [&](const Json& group) {
    const Span common = Intersect(SpanOf(group), argument.span);
    return common == argument.span;
  });
  if (!grouped) {
    return InvalidArgument("There is no group over the specified range.");
  }
  Steps steps = StepsOf(old);
  AddSteps(argument.span, -1, steps);
  return SetGroups(sheet, argument.dimension, GroupsOf(steps, sheet.id, argument.dimension, old));
}

Result<Json> UpdateDimensionGroup(Batch& batch, const Json& request) {
  EMU_TRY(MaskArgument(request, "DimensionGroup"));
  const Json& wanted = ObjectOf(request, "dimensionGroup");
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, wanted));
  Sheet& sheet = batch.book.MutableSheet(argument.sheet_index);
  Json groups = ArrayOf(sheet.objects, ListName(argument.dimension));
  for (Json& group : groups) {
    if (SpanOf(group) != argument.span || IntOf(group, "depth") != IntOf(wanted, "depth")) {
      continue;
    }
    const bool collapsed = BoolOf(wanted, "collapsed");
    Put(group, "collapsed", collapsed ? Json(true) : Json());
    DimensionTable& table = sheet.Table(argument.dimension);
    for (int i = argument.span.begin; i < argument.span.end; ++i) {
      DimensionInfo info = table.Get(i);
      info.hidden_by_user = collapsed;
      table.Set(i, info);
    }
    Put(sheet.objects, ListName(argument.dimension), groups);
    return Json::MakeObject();
  }
  return InvalidArgument("There is no group over the specified range with the specified depth.");
}

}  // namespace sheetkeeper::emulator
