// Filters. A basic filter sorts its range and hides the rows whose cells do not meet its criteria;
// rows are judged when the filter is set, not when cells change. A filter view changes nothing
// until a person opens it, so it is only kept.

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/batch/condition.h"
#include "emulator/batch/object_list.h"
#include "emulator/batch/request.h"
#include "emulator/entered.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

ObjectList FilterViews(Spreadsheet& book) {
  return {book, "filterViews", "filterViewId"};
}

// Criteria are given by column, in `criteria` as a map or in `filterSpecs` as a list; the server
// keeps both alike.
void PairCriteria(const char* type_name, Json& filter) {
  const Message& type = MessageNamed(type_name);
  Json criteria = ObjectOf(filter, "criteria");
  Json specs = ArrayOf(filter, "filterSpecs");
  for (const Json& spec : specs) {
    if (!Has(spec, "columnIndex")) continue;
    criteria[std::to_string(IntOf(spec, "columnIndex"))] = ObjectOf(spec, "filterCriteria");
  }
  if (specs.empty()) {
    for (const auto& [column, one] : criteria.AsObject()) {
      specs.push_back(Json{{"columnIndex", std::atoi(column.c_str())}, {"filterCriteria", one}});
    }
  }
  PutField(filter, type, *type.FindField("criteria"), criteria.empty() ? Json() : criteria);
  PutField(filter, type, *type.FindField("filterSpecs"), specs.empty() ? Json() : specs);
}

bool Passes(const Spreadsheet& book, const Json& criteria, const Cell* cell) {
  const std::string text = cell == nullptr ? "" : FormattedText(LocaleOf(book), *cell);
  const std::string folded = FoldCase(text);
  for (const Json& hidden : ArrayOf(criteria, "hiddenValues")) {
    if (FoldCase(hidden.AsString()) == folded) return false;
  }
  const Json* condition = Find(criteria, "condition");
  return condition == nullptr || Meets(book, *condition, cell);
}

// Hides the rows below the header that do not pass.
void HideRows(Spreadsheet& book, const SheetRange& range, const Json& filter) {
  Sheet& sheet = book.MutableSheet(range.sheet_index);
  for (int row = range.rect.rows.begin + 1; row < range.rect.rows.end; ++row) {
    bool passes = true;
    for (const Json& spec : ArrayOf(filter, "filterSpecs")) {
      const int column = static_cast<int>(IntOf(spec, "columnIndex"));
      passes = passes &&
               Passes(book, ObjectOf(spec, "filterCriteria"), sheet.grid.FindCell(row, column));
    }
    DimensionInfo info = sheet.rows.Get(row);
    if (info.hidden_by_filter == !passes) continue;
    info.hidden_by_filter = !passes;
    sheet.rows.Set(row, info);
  }
}

void ShowRows(Spreadsheet& book, int sheet_index) {
  Sheet& sheet = book.MutableSheet(sheet_index);
  const Json* filter = Find(sheet.objects, "basicFilter");
  if (filter == nullptr) return;
  const Rect rect = RectOf(ObjectOf(*filter, "range"), sheet.Bounds());
  for (int row = rect.rows.begin; row < rect.rows.end; ++row) {
    DimensionInfo info = sheet.rows.Get(row);
    if (!info.hidden_by_filter) continue;
    info.hidden_by_filter = false;
    sheet.rows.Set(row, info);
  }
}

Result<> SortBelowHeader(Batch& batch, const SheetRange& range, const Json& filter) {
  const Json* specs = Find(filter, "sortSpecs");
  if (specs == nullptr || range.rect.rows.size() < 2) return {};
  Rect below = range.rect;
  ++below.rows.begin;
  EMU_TRY(
      SortRange(batch, Json{{"range", GridRangeOf(batch.book.sheet(range.sheet_index).id, below)},
                            {"sortSpecs", *specs}}));
  return {};
}

Refusal NoFilterView(int64_t id) {
  return InvalidArgument("No filter view with id: " + std::to_string(id));
}

// Writes out the open sides of a view's range and pairs its criteria.
Result<SheetRange> Complete(Batch& batch, Json& view) {
  const Message& type = MessageNamed("FilterView");
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, view));
  PutField(view, type, *type.FindField("range"),
           GridRangeOf(batch.book.sheet(range.sheet_index).id, range.rect));
  PairCriteria("FilterView", view);
  return range;
}

}  // namespace

Result<Json> SetBasicFilter(Batch& batch, const Json& request) {
  const Message& type = MessageNamed("BasicFilter");
  Json filter = ObjectOf(request, "filter");
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, filter));
  PutField(filter, type, *type.FindField("range"),
           GridRangeOf(batch.book.sheet(range.sheet_index).id, range.rect));
  PairCriteria("BasicFilter", filter);
  ShowRows(batch.book, range.sheet_index);
  EMU_TRY(SortBelowHeader(batch, range, filter));
  HideRows(batch.book, range, filter);
  batch.book.MutableSheet(range.sheet_index).objects["basicFilter"] = std::move(filter);
  return Json::MakeObject();
}

Result<Json> ClearBasicFilter(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int index, SheetArgument(batch.book, request));
  ShowRows(batch.book, index);
  batch.book.MutableSheet(index).objects.Erase("basicFilter");
  return Json::MakeObject();
}

Result<Json> AddFilterView(Batch& batch, const Json& request) {
  const Message& type = MessageNamed("FilterView");
  Json view = ObjectOf(request, "filter");
  ObjectList views = FilterViews(batch.book);
  int64_t id = IntOf(view, "filterViewId");
  if (id == 0) id = batch.world.NewId();
  if (views.FindById(id)) {
    return InvalidArgument("Filter view with id " + std::to_string(id) + " already exists.");
  }
  PutField(view, type, *type.FindField("filterViewId"), id);
  EMU_ASSIGN(const SheetRange range, Complete(batch, view));
  if (!Has(view, "title")) {
    const size_t number = views.All(range.sheet_index).size() + 1;
    PutField(view, type, *type.FindField("title"), "Filter " + std::to_string(number));
  }
  views.Add(range.sheet_index, view);
  return Json{{"filter", std::move(view)}};
}

Result<Json> UpdateFilterView(Batch& batch, const Json& request) {
  const Message& type = MessageNamed("FilterView");
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "FilterView"));
  const Json& wanted = ObjectOf(request, "filter");
  const int64_t id = IntOf(wanted, "filterViewId");
  ObjectList views = FilterViews(batch.book);
  const auto place = views.FindById(id);
  if (!place) return NoFilterView(id);
  Json updated = views.Get(*place);
  // The two forms of the criteria would contradict each other where only one is replaced.
  if (mask.Names("criteria") && !mask.Names("filterSpecs")) updated.Erase("filterSpecs");
  if (mask.Names("filterSpecs") && !mask.Names("criteria")) updated.Erase("criteria");
  ApplyMask(mask, type, wanted, updated);
  PutField(updated, type, *type.FindField("filterViewId"), id);
  EMU_TRY(Complete(batch, updated));
  views.Mutable(*place) = std::move(updated);
  return Json::MakeObject();
}

Result<Json> DuplicateFilterView(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "filterId");
  ObjectList views = FilterViews(batch.book);
  const auto place = views.FindById(id);
  if (!place) return NoFilterView(id);
  Json copy = views.Get(*place);
  copy["filterViewId"] = batch.world.NewId();
  copy["title"] = "Copy of " + StringOf(copy, "title");
  views.Add(place->sheet_index, copy);
  return Json{{"filter", std::move(copy)}};
}

Result<Json> DeleteFilterView(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "filterId");
  ObjectList views = FilterViews(batch.book);
  const auto place = views.FindById(id);
  if (!place) return NoFilterView(id);
  views.Erase(*place);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
