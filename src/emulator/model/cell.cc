#include "emulator/model/cell.h"

#include <cstring>
#include <new>
#include <utility>

namespace sheetkeeper::emulator {

struct CellValue::SharedText {
  uint32_t references;
  uint32_t size;

  char* bytes() { return reinterpret_cast<char*>(this + 1); }

  static SharedText* New(std::string_view text) {
    void* memory = ::operator new(sizeof(SharedText) + text.size());
    auto* shared = new (memory) SharedText{1, static_cast<uint32_t>(text.size())};
    if (!text.empty()) std::memcpy(shared->bytes(), text.data(), text.size());
    return shared;
  }
};

CellValue::CellValue(const CellValue& other)
    : payload_(other.payload_), kind_(other.kind_), error_(other.error_) {
  if (HasText()) ++payload_.text->references;
}

CellValue::CellValue(CellValue&& other) noexcept
    : payload_(other.payload_),
      kind_(std::exchange(other.kind_, Kind::kEmpty)),
      error_(other.error_) {}

CellValue& CellValue::operator=(CellValue other) noexcept {
  std::swap(payload_, other.payload_);
  std::swap(kind_, other.kind_);
  std::swap(error_, other.error_);
  return *this;
}

CellValue::~CellValue() {
  if (HasText() && --payload_.text->references == 0) ::operator delete(payload_.text);
}

CellValue CellValue::Number(double number) {
  CellValue value;
  value.payload_.number = number == 0 ? 0 : number;
  value.kind_ = Kind::kNumber;
  return value;
}

CellValue CellValue::Bool(bool truth) {
  CellValue value;
  value.payload_.truth = truth;
  value.kind_ = Kind::kBool;
  return value;
}

CellValue CellValue::Text(std::string_view text) {
  CellValue value;
  value.payload_.text = SharedText::New(text);
  value.kind_ = Kind::kText;
  return value;
}

CellValue CellValue::Error(ErrorType type, std::string_view message) {
  CellValue value = Text(message);
  value.kind_ = Kind::kError;
  value.error_ = static_cast<uint8_t>(type);
  return value;
}

CellValue CellValue::From(const calc::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return Number(*number);
  if (const auto* truth = std::get_if<bool>(&value)) return Bool(*truth);
  if (const auto* text = std::get_if<std::string>(&value)) return Text(*text);
  if (const auto* error = std::get_if<calc::ErrorValue>(&value)) {
    return Error(error->type, error->message);
  }
  return {};
}

calc::Value CellValue::ToCalc() const {
  switch (kind_) {
    case Kind::kEmpty:
      break;
    case Kind::kNumber:
      return number();
    case Kind::kBool:
      return truth();
    case Kind::kText:
      return std::string(text());
    case Kind::kError:
      return calc::ErrorValue{error(), std::string(text())};
  }
  return std::monostate();
}

std::string_view CellValue::text() const {
  return {payload_.text->bytes(), payload_.text->size};
}

bool CellValue::operator==(const CellValue& other) const {
  if (kind_ != other.kind_ || error_ != other.error_) return false;
  switch (kind_) {
    case Kind::kEmpty:
      return true;
    case Kind::kNumber:
      return payload_.number == other.payload_.number;
    case Kind::kBool:
      return payload_.truth == other.payload_.truth;
    default:
      return text() == other.text();
  }
}

const Json* Cell::Field(std::string_view name) const {
  return extras ? Find(extras->fields, name) : nullptr;
}

void Cell::ClearContent() {
  value = CellValue();
  if (!extras || (extras->formula.empty() && !extras->spilled)) return;
  if (extras->fields.empty()) {
    extras = Counted<CellExtras>();
    return;
  }
  CellExtras& rest = extras.Mutable();
  rest.formula.clear();
  rest.parsed.reset();
  rest.result_format.reset();
  rest.spilled = false;
}

}  // namespace sheetkeeper::emulator
