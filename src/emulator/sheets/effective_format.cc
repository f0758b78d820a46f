#include "emulator/sheets/effective_format.h"

#include "emulator/entered.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// Lays the members of `over` on those of `base`, messages member by member.
void Overlay(const Message& type, const Json& over, Json& base) {
  for (const auto& [name, value] : over.AsObject()) {
    const Field& field = *type.FindField(name);
    const bool leaf = field.kind != FieldKind::kMessage || field.repeated ||
                      field.message->name == "Color" || field.message->name == "ColorStyle";
    const Json* old = Find(base, name);
    if (leaf || old == nullptr) {
      PutField(base, type, field, value);
    } else {
      Json merged = *old;
      Overlay(*field.message, value, merged);
      PutField(base, type, field, std::move(merged));
    }
  }
}

const char* NaturalAlignment(CellValue::Kind kind) {
  switch (kind) {
    case CellValue::Kind::kNumber:
      return "RIGHT";
    case CellValue::Kind::kBool:
    case CellValue::Kind::kError:
      return "CENTER";
    default:
      return "LEFT";
  }
}

}  // namespace

Json EffectiveFormat(const Spreadsheet& book, const Cell& cell) {
  static const Message& kFormat = MessageNamed("CellFormat");
  const Json* changed = Find(book.properties, "defaultFormat");
  Json format = changed == nullptr ? DefaultFormat() : *changed;
  const Json* theme = Find(book.properties, "spreadsheetTheme");
  if (changed == nullptr) {
    format["textFormat"]["fontFamily"] =
        StringOf(theme == nullptr ? DefaultTheme() : *theme, "primaryFontFamily");
  }
  PutField(format, kFormat, *kFormat.FindField("hyperlinkDisplayType"), "PLAIN_TEXT");
  if (!cell.value.empty()) {
    PutField(format, kFormat, *kFormat.FindField("horizontalAlignment"),
             NaturalAlignment(cell.value.kind()));
  }
  if (const auto shown = ShownFormat(cell)) {
    Json number = {{"type", shown->type}};
    if (!shown->pattern.empty()) number["pattern"] = shown->pattern;
    PutField(format, kFormat, *kFormat.FindField("numberFormat"), std::move(number));
  }
  if (const Json* user = cell.Field("userEnteredFormat")) Overlay(kFormat, *user, format);
  return format;
}

}  // namespace sheetkeeper::emulator
