// Banded ranges, charts and slicers: things on a sheet that the emulator keeps and gives back but
// does not draw.

#include <string>
#include <utility>

#include "emulator/batch/object_list.h"
#include "emulator/batch/request.h"
#include "emulator/batch/sheet_copy.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

ObjectList Bands(Spreadsheet& book) {
  return {book, "bandedRanges", "bandedRangeId"};
}
ObjectList Charts(Spreadsheet& book) {
  return {book, "charts", "chartId"};
}
ObjectList Slicers(Spreadsheet& book) {
  return {book, "slicers", "slicerId"};
}

Refusal NoObject(std::string_view kind, int64_t id) {
  return InvalidArgument("No " + std::string(kind) + " with id: " + std::to_string(id));
}

// Gives a new object its id, the wanted one if that is free.
Result<> AssignId(Batch& batch, const ObjectList& list, const char* member, const Message& type,
                  Json& object) {
  int64_t id = IntOf(object, member);
  if (id == 0) id = batch.world.NewId();
  if (list.FindById(id)) {
    return InvalidArgument("An object with id " + std::to_string(id) + " already exists.");
  }
  PutField(object, type, *type.FindField(member), id);
  return {};
}

std::string NextChartTitle(const Spreadsheet& book) {
  for (int n = 1;; ++n) {
    std::string title = "Chart" + std::to_string(n);
    if (book.IndexOfTitle(title) < 0) return title;
  }
}

// The sheet that an object is to lie on. A chart on a sheet of its own gets that first.
Result<int> PlaceObject(Batch& batch, Json& object) {
  Json& position = object["position"];
  if (position.is_null()) position = Json::MakeObject();
  if (BoolOf(position, "newSheet")) {
    Sheet sheet;
    sheet.id = batch.world.NewSheetId(batch.book);
    sheet.title = NextChartTitle(batch.book);
    sheet.properties["sheetType"] = "OBJECT";
    position = Json{{"sheetId", sheet.id}};
    batch.book.mutable_sheets().emplace_back(new Sheet(std::move(sheet)));
    return static_cast<int>(batch.book.sheets().size()) - 1;
  }
  if (Has(position, "sheetId")) return SheetArgument(batch.book, position);
  Json& overlay = position["overlayPosition"];
  if (overlay.is_null()) overlay = Json::MakeObject();
  if (!Has(overlay, "anchorCell")) {
    overlay = Json{{"anchorCell", Json::MakeObject()}};
  }
  if (!Has(overlay, "widthPixels")) overlay["widthPixels"] = 600;
  if (!Has(overlay, "heightPixels")) overlay["heightPixels"] = 371;
  EMU_ASSIGN(const SheetRange anchor,
             CoordinateArgument(batch.book, ObjectOf(overlay, "anchorCell")));
  return anchor.sheet_index;
}

// Applies the masked fields of the request's `member` to the same member of an object.
Result<> UpdateMember(ObjectList list, int64_t id, const Json& request, const char* type_name,
                      const char* member) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, type_name));
  const auto place = list.FindById(id);
  if (!place) return NoObject("embedded object", id);
  Json updated = ObjectOf(list.Get(*place), member);
  ApplyMask(mask, MessageNamed(type_name), ObjectOf(request, member), updated);
  list.Mutable(*place)[member] = std::move(updated);
  return {};
}

// Both colours that alternate are needed, and a place has one banding.
Result<> CheckBand(Spreadsheet& book, const SheetRange& range, const Json& band) {
  if (!Has(band, "rowProperties") && !Has(band, "columnProperties")) {
    return InvalidArgument("At least one of rowProperties or columnProperties must be specified.");
  }
  for (const char* lines : {"rowProperties", "columnProperties"}) {
    const Json* colors = Find(band, lines);
    if (colors == nullptr) continue;
    for (const std::string color : {"firstBandColor", "secondBandColor"}) {
      if (Has(*colors, color) || Has(*colors, color + "Style")) continue;
      return InvalidArgument(color + " must be specified.");
    }
  }
  const Rect bounds = book.sheet(range.sheet_index).Bounds();
  for (const Json& other : Bands(book).All(range.sheet_index)) {
    if (IntOf(other, "bandedRangeId") == IntOf(band, "bandedRangeId")) continue;
    if (!Overlap(RectOf(ObjectOf(other, "range"), bounds), range.rect)) continue;
    return InvalidArgument(
        "You cannot add alternating background colors to a range that already has alternating "
        "background colors.");
  }
  return {};
}

}  // namespace

Result<Json> AddBanding(Batch& batch, const Json& request) {
  Json band = ObjectOf(request, "bandedRange");
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, band));
  ObjectList list = Bands(batch.book);
  EMU_TRY(CheckBand(batch.book, range, band));
  EMU_TRY(AssignId(batch, list, "bandedRangeId", MessageNamed("BandedRange"), band));
  list.Add(range.sheet_index, band);
  return Json{{"bandedRange", std::move(band)}};
}

Result<Json> UpdateBanding(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "BandedRange"));
  const Json& wanted = ObjectOf(request, "bandedRange");
  const int64_t id = IntOf(wanted, "bandedRangeId");
  ObjectList list = Bands(batch.book);
  const auto place = list.FindById(id);
  if (!place) return NoObject("banded range", id);
  const Message& type = MessageNamed("BandedRange");
  Json updated = list.Get(*place);
  ApplyMask(mask, type, wanted, updated);
  PutField(updated, type, *type.FindField("bandedRangeId"), id);
  EMU_TRY(RangeArgument(batch.book, updated));
  list.Mutable(*place) = std::move(updated);
  return Json::MakeObject();
}

Result<Json> DeleteBanding(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "bandedRangeId");
  ObjectList list = Bands(batch.book);
  const auto place = list.FindById(id);
  if (!place) return NoObject("banded range", id);
  list.Erase(*place);
  ObjectList tables(batch.book, "tables", "tableId");
  if (const auto table = tables.FindById(std::to_string(id))) tables.Erase(*table);
  return Json::MakeObject();
}

Result<Json> AddChart(Batch& batch, const Json& request) {
  Json chart = ObjectOf(request, "chart");
  if (!Has(chart, "spec")) return InvalidArgument("ChartSpec is required.");
  ObjectList list = Charts(batch.book);
  EMU_TRY(AssignId(batch, list, "chartId", MessageNamed("EmbeddedChart"), chart));
  EMU_ASSIGN(const int index, PlaceObject(batch, chart));
  list.Add(index, chart);
  return Json{{"chart", std::move(chart)}};
}

Result<Json> UpdateChartSpec(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "chartId");
  ObjectList list = Charts(batch.book);
  const auto place = list.FindById(id);
  if (!place) return NoObject("chart", id);
  list.Mutable(*place)["spec"] = ObjectOf(request, "spec");
  return Json::MakeObject();
}

Result<Json> AddSlicer(Batch& batch, const Json& request) {
  Json slicer = ObjectOf(request, "slicer");
  ObjectList list = Slicers(batch.book);
  EMU_TRY(AssignId(batch, list, "slicerId", MessageNamed("Slicer"), slicer));
  EMU_ASSIGN(const int index, PlaceObject(batch, slicer));
  list.Add(index, slicer);
  return Json{{"slicer", std::move(slicer)}};
}

Result<Json> UpdateSlicerSpec(Batch& batch, const Json& request) {
  EMU_TRY(
      UpdateMember(Slicers(batch.book), IntOf(request, "slicerId"), request, "SlicerSpec", "spec"));
  return Json::MakeObject();
}

Result<Json> DeleteEmbeddedObject(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "objectId");
  for (ObjectList list : {Charts(batch.book), Slicers(batch.book)}) {
    const auto place = list.FindById(id);
    if (!place) continue;
    list.Erase(*place);
    return Json::MakeObject();
  }
  return NoObject("embedded object", id);
}

Result<Json> UpdateEmbeddedObjectPosition(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "objectId");
  const Json& wanted = ObjectOf(request, "newPosition");
  for (ObjectList list : {Charts(batch.book), Slicers(batch.book)}) {
    const auto place = list.FindById(id);
    if (!place) continue;
    Json object = list.Get(*place);
    if (BoolOf(wanted, "newSheet") || Has(wanted, "sheetId")) {
      object["position"] = wanted;
    } else {
      EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "OverlayPosition"));
      Json overlay = ObjectOf(ObjectOf(object, "position"), "overlayPosition");
      ApplyMask(mask, MessageNamed("OverlayPosition"), ObjectOf(wanted, "overlayPosition"),
                overlay);
      object["position"] = Json{{"overlayPosition", std::move(overlay)}};
    }
    EMU_ASSIGN(const int index, PlaceObject(batch, object));
    Json reply = {{"position", ObjectOf(object, "position")}};
    list.Erase(*place);
    list.Add(index, std::move(object));
    return reply;
  }
  return NoObject("embedded object", id);
}

Result<Json> UpdateEmbeddedObjectBorder(Batch& batch, const Json& request) {
  EMU_TRY(UpdateMember(Charts(batch.book), IntOf(request, "objectId"), request,
                       "EmbeddedObjectBorder", "border"));
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
