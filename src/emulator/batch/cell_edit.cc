#include "emulator/batch/cell_edit.h"

#include "emulator/formulas.h"
#include "emulator/values/limits.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// Members of CellData that follow from others and cannot be set.
bool IsDerived(std::string_view name) {
  return name == "effectiveValue" || name == "formattedValue" || name == "effectiveFormat" ||
         name == "hyperlink" || name == "dataSourceFormula";
}

// An empty note, rule or format is none.
bool IsVoid(const Json& value) {
  return value.empty() || value == "";
}

}  // namespace

Result<> CellEdit::Check(const Json& data) {
  const Json& value = ObjectOf(data, "userEnteredValue");
  if (Has(value, "errorValue")) {
    return InvalidArgument("userEnteredValue.errorValue is read-only and cannot be set");
  }
  if (const std::string formula = StringOf(value, "formulaValue");
      !formula.empty() && formula.front() != '=') {
    return InvalidArgument("userEnteredValue.formulaValue must begin with '='");
  }
  return CheckTextLength(StringOf(value, "stringValue"));
}

void CellEdit::Apply(const Json& data, Cell& cell) {
  ApplyFields(data, cell);
  if (mask_.Names("userEnteredValue")) ApplyValue(data, cell);
}

void CellEdit::ApplyValue(const Json& data, Cell& cell) {
  const Json& value = ObjectOf(data, "userEnteredValue");
  cell.ClearContent();
  if (const Json* number = Find(value, "numberValue")) {
    cell.value = CellValue::Number(number->AsDouble());
  } else if (const Json* truth = Find(value, "boolValue")) {
    cell.value = CellValue::Bool(truth->AsBool());
  } else if (const std::string text = StringOf(value, "stringValue"); !text.empty()) {
    cell.value = CellValue::Text(text);
  } else if (const std::string formula = StringOf(value, "formulaValue"); !formula.empty()) {
    SetFormula(book_, formula, cell);
  }
}

void CellEdit::ApplyFields(const Json& data, Cell& cell) {
  if (mask_.NamesOnly("userEnteredValue")) return;
  if (&data == last_data_ && cell.extras == last_before_ && cell.formula().empty()) {
    cell.extras = last_after_;
    return;
  }
  static const Message& kCell = MessageNamed("CellData");
  last_data_ = &data;
  last_before_ = cell.extras;
  const Counted<CellExtras> old = cell.extras;
  Json fields = old ? old->fields : Json::MakeObject();
  for (const Field& field : kCell.fields) {
    const FieldMask* child = mask_.Child(field.name);
    if (child == nullptr || field.name == "userEnteredValue" || IsDerived(field.name)) continue;
    FieldMask one;
    one.Add({&field});
    Json part = Json::MakeObject();
    if (const Json* before = Find(fields, field.name)) part[field.name] = *before;
    if (child->all() || field.repeated) {
      ApplyMask(one, kCell, data, part);
    } else {
      Json inner = ObjectOf(part, field.name);
      ApplyMask(*child, *field.message, ObjectOf(data, field.name), inner);
      part[field.name] = std::move(inner);
    }
    const Json* after = Find(part, field.name);
    PutField(fields, kCell, field, after == nullptr || IsVoid(*after) ? Json() : *after);
  }
  if (!fields.empty() || !cell.formula().empty()) {
    cell.extras.Mutable().fields = std::move(fields);
  } else {
    cell.extras = Counted<CellExtras>();
  }
  last_after_ = cell.extras;
}

}  // namespace sheetkeeper::emulator
