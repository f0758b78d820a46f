#include "emulator/model/metadata.h"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/model/ranges.h"
#include "emulator/values/render.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr size_t kQuota = 30'000;

std::string_view LocationType(Metadata::Place place) {
  switch (place) {
    case Metadata::Place::kSpreadsheet:
      return "SPREADSHEET";
    case Metadata::Place::kSheet:
      return "SHEET";
    case Metadata::Place::kRow:
      return "ROW";
    case Metadata::Place::kColumn:
      return "COLUMN";
  }
  return "";
}

size_t Size(const Metadata& metadata) {
  return Utf16Length(metadata.key) + Utf16Length(metadata.value);
}

Result<int> GridArgument(const Spreadsheet& book, int64_t id) {
  const int index = book.IndexOfId(static_cast<int32_t>(id));
  if (index < 0) return InvalidArgument("No grid with id: " + std::to_string(id));
  return index;
}

Result<> SetDimensionLocation(const Spreadsheet& book, const Json& range, Metadata& metadata) {
  EMU_ASSIGN(const int index, GridArgument(book, IntOf(range, "sheetId")));
  if (!Has(range, "dimension")) return InvalidArgument("No dimension specified");
  if (!Has(range, "startIndex") || !Has(range, "endIndex")) {
    return InvalidArgument("DimensionRange must specify both a startIndex and an endIndex.");
  }
  const int64_t start = IntOf(range, "startIndex");
  const int64_t end = IntOf(range, "endIndex");
  if (start < 0 || end < 0) return InvalidArgument("DimensionRange indexes must be >= 0");
  if (end - start != 1) {
    return InvalidArgument("DimensionRange must represent a single row or column.");
  }
  const std::string name = StringOf(range, "dimension");
  const int count = book.sheet(index).Count(DimensionOf(name));
  if (start >= count) {
    return InvalidArgument("DimensionRange startIndex [" + std::to_string(start) +
                           "] is after the last " + name + " index [" + std::to_string(count - 1) +
                           "] of the sheet [" + std::to_string(book.sheet(index).id) + "].");
  }
  metadata.place = name == "ROWS" ? Metadata::Place::kRow : Metadata::Place::kColumn;
  metadata.sheet_id = book.sheet(index).id;
  metadata.index = static_cast<int>(start);
  return {};
}

// What a lookup's metadataLocation covers.
struct LookupPlace {
  bool spreadsheet = false;
  std::optional<int32_t> sheet_id;     // a sheet, or that of `rect`
  std::optional<Dimension> dimension;  // of a row or column range
  Span span;
};

Result<LookupPlace> PlaceOfLookup(const Spreadsheet& book, const Json& location) {
  LookupPlace place;
  if (BoolOf(location, "spreadsheet")) {
    place.spreadsheet = true;
  } else if (Has(location, "sheetId")) {
    EMU_TRY(GridArgument(book, IntOf(location, "sheetId")));
    place.sheet_id = static_cast<int32_t>(IntOf(location, "sheetId"));
  } else if (const Json& range = ObjectOf(location, "dimensionRange"); !range.empty()) {
    EMU_ASSIGN(const int index, GridArgument(book, IntOf(range, "sheetId")));
    if (!Has(range, "dimension")) return InvalidArgument("No dimension specified");
    place.sheet_id = book.sheet(index).id;
    place.dimension = DimensionOf(StringOf(range, "dimension"));
    const int count = book.sheet(index).Count(*place.dimension);
    place.span = {static_cast<int>(IntOf(range, "startIndex")),
                  static_cast<int>(IntOf(range, "endIndex", count))};
  }
  return place;
}

bool OnLine(const Metadata& metadata, Dimension dimension) {
  return metadata.place ==
         (dimension == Dimension::kRows ? Metadata::Place::kRow : Metadata::Place::kColumn);
}

bool AtPlace(const Metadata& metadata, const LookupPlace& place, bool exact) {
  if (place.spreadsheet) return !exact || metadata.place == Metadata::Place::kSpreadsheet;
  if (metadata.place == Metadata::Place::kSpreadsheet) return false;
  if (place.sheet_id && metadata.sheet_id != *place.sheet_id) return false;
  if (!place.dimension) return !exact || metadata.place == Metadata::Place::kSheet;
  if (!OnLine(metadata, *place.dimension)) {
    // A range of rows is met by every column, and by the sheet itself.
    return !exact && metadata.place != Metadata::Place::kSheet;
  }
  const Span line = {metadata.index, metadata.index + 1};
  return exact ? line == place.span : !Intersect(line, place.span).empty();
}

Result<> CheckLookup(const Json& lookup) {
  const bool located = Has(lookup, "metadataLocation");
  const std::string strategy = StringOf(lookup, "locationMatchingStrategy");
  if (!strategy.empty() && !located) {
    return InvalidArgument(
        "A locationMatchingStrategy was specified, but no metadataLocation was specified: lookups "
        "must always specify a metadataLocation when specifying a locationMatchingStrategy.");
  }
  if (strategy == "INTERSECTING_LOCATION" &&
      BoolOf(ObjectOf(lookup, "metadataLocation"), "spreadsheet")) {
    return InvalidArgument(
        "DeveloperMetadataLookup.spreadsheet is true, but "
        "locationMatchingStrategy was specified as INTERSECTING.");
  }
  if (strategy == "EXACT_LOCATION" && Has(lookup, "locationType")) {
    return InvalidArgument(
        "The locationMatchingStrategy was specified as EXACT_LOCATION, but a locationType was also "
        "specified: when the locationMatchingStrategy is EXACT_LOCATION, the locationType must not "
        "be specified.");
  }
  return {};
}

bool MatchesLookup(const Metadata& metadata, const Json& lookup) {
  const auto text = [&](std::string_view name, std::string_view value) {
    return !Has(lookup, name) || StringOf(lookup, name) == value;
  };
  return (!Has(lookup, "metadataId") || IntOf(lookup, "metadataId") == metadata.id) &&
         text("metadataKey", metadata.key) && text("metadataValue", metadata.value) &&
         text("visibility", metadata.visibility) &&
         text("locationType", LocationType(metadata.place));
}

using Matches = std::vector<std::shared_ptr<const Metadata>>;

Result<Matches> MatchLookup(const Spreadsheet& book, const Json& lookup) {
  EMU_TRY(CheckLookup(lookup));
  const Json* location = Find(lookup, "metadataLocation");
  LookupPlace place;
  if (location != nullptr) {
    EMU_ASSIGN(place, PlaceOfLookup(book, *location));
  }
  const bool exact =
      StringOf(lookup, "locationMatchingStrategy") == "EXACT_LOCATION" || place.spreadsheet;
  Matches matches;
  for (const auto& metadata : book.metadata()) {
    if (!MatchesLookup(*metadata, lookup)) continue;
    if (location != nullptr && !AtPlace(*metadata, place, exact)) continue;
    matches.push_back(metadata);
  }
  return matches;
}

Matches MatchRange(const Spreadsheet& book, const SheetRange& range) {
  Matches matches;
  for (const auto& metadata : book.metadata()) {
    const auto place = PlaceOf(book, *metadata);
    if (place && place->sheet_index == range.sheet_index && Overlap(place->rect, range.rect)) {
      matches.push_back(metadata);
    }
  }
  return matches;
}

}  // namespace

Json MetadataMessage(const Metadata& metadata) {
  Json location = {{"locationType", LocationType(metadata.place)}};
  switch (metadata.place) {
    case Metadata::Place::kSpreadsheet:
      location["spreadsheet"] = true;
      break;
    case Metadata::Place::kSheet:
      location["sheetId"] = metadata.sheet_id;
      break;
    default: {
      const auto dimension =
          metadata.place == Metadata::Place::kRow ? Dimension::kRows : Dimension::kColumns;
      location["dimensionRange"] =
          DimensionRangeOf(metadata.sheet_id, dimension, {metadata.index, metadata.index + 1});
    }
  }
  Json message = {{"metadataId", metadata.id}};
  if (!metadata.key.empty()) message["metadataKey"] = metadata.key;
  if (!metadata.value.empty()) message["metadataValue"] = metadata.value;
  message["location"] = std::move(location);
  message["visibility"] = metadata.visibility;
  return message;
}

Result<> SetLocation(const Spreadsheet& book, const Json& location, Metadata& metadata) {
  if (BoolOf(location, "spreadsheet")) {
    metadata.place = Metadata::Place::kSpreadsheet;
    return {};
  }
  if (Has(location, "dimensionRange")) {
    return SetDimensionLocation(book, ObjectOf(location, "dimensionRange"), metadata);
  }
  if (!Has(location, "sheetId")) {
    return InvalidArgument("Developer metadata must always have a location specified.");
  }
  EMU_TRY(GridArgument(book, IntOf(location, "sheetId")));
  metadata.place = Metadata::Place::kSheet;
  metadata.sheet_id = static_cast<int32_t>(IntOf(location, "sheetId"));
  return {};
}

Result<> CheckMetadataQuota(const Spreadsheet& book, const Metadata& added) {
  const bool top = added.place == Metadata::Place::kSpreadsheet;
  size_t size = Size(added);
  for (const auto& metadata : book.metadata()) {
    const bool other_top = metadata->place == Metadata::Place::kSpreadsheet;
    const bool same = top ? other_top : !other_top && metadata->sheet_id == added.sheet_id;
    if (same && metadata->id != added.id) size += Size(*metadata);
  }
  if (size <= kQuota) return {};
  return InvalidArgument("The developer metadata of this " +
                         std::string(top ? "spreadsheet" : "sheet") +
                         " exceeds the limit of 30000 characters.");
}

Result<Matches> MatchMetadata(const Spreadsheet& book, const Json& data_filter) {
  if (const Json* lookup = Find(data_filter, "developerMetadataLookup")) {
    return MatchLookup(book, *lookup);
  }
  if (Has(data_filter, "a1Range")) {
    EMU_ASSIGN(const SheetRange range, ResolveRange(book, StringOf(data_filter, "a1Range")));
    return MatchRange(book, range);
  }
  if (const Json* grid_range = Find(data_filter, "gridRange")) {
    EMU_ASSIGN(const int index, GridArgument(book, IntOf(*grid_range, "sheetId")));
    return MatchRange(book, {index, RectOf(*grid_range, book.sheet(index).Bounds())});
  }
  return InvalidArgument("dataFilter.filter must be specified.");
}

std::optional<SheetRange> PlaceOf(const Spreadsheet& book, const Metadata& metadata) {
  const int index = book.IndexOfId(metadata.sheet_id);
  if (metadata.place == Metadata::Place::kSpreadsheet || index < 0) return std::nullopt;
  Rect rect = book.sheet(index).Bounds();
  const Span line = {metadata.index, metadata.index + 1};
  if (metadata.place == Metadata::Place::kRow) rect.rows = line;
  if (metadata.place == Metadata::Place::kColumn) rect.columns = line;
  return SheetRange{index, rect};
}

}  // namespace sheetkeeper::emulator
