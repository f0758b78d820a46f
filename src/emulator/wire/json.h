#ifndef SHEETKEEPER_EMULATOR_WIRE_JSON_H_
#define SHEETKEEPER_EMULATOR_WIRE_JSON_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sheetkeeper::emulator {

// A JSON value. Objects keep the order of their members, as Google's answers do. Whole numbers
// that were written as such are integers, all others doubles; the two compare by value.
class Json {
 public:
  struct Member;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;

  Json();
  Json(std::nullptr_t);
  template <std::same_as<bool> T>
  Json(T truth);
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T number);
  Json(double number);
  Json(const char* text);
  Json(std::string_view text);
  Json(std::string text);
  Json(Array elements);
  Json(const std::vector<std::string>& texts);
  // An object when every element is a list of two that begins with a text, as in
  // {{"a", 1}, {"b", 2}}; else an array.
  Json(std::initializer_list<Json> elements);

  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  static Json MakeObject();
  static Json MakeArray();

  bool is_null() const { return value_.index() == 0; }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_int() const { return std::holds_alternative<int64_t>(value_); }
  bool is_double() const { return std::holds_alternative<double>(value_); }
  bool is_number() const { return is_int() || is_double(); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // REQUIRES: the value is of that kind.
  bool AsBool() const { return std::get<bool>(value_); }
  int64_t AsInt() const;  // of a double: cut to a whole number
  double AsDouble() const;
  const std::string& AsString() const { return std::get<std::string>(value_); }
  const Array& AsArray() const { return std::get<Array>(value_); }
  Array& AsArray() { return std::get<Array>(value_); }
  const Object& AsObject() const { return std::get<Object>(value_); }
  Object& AsObject() { return std::get<Object>(value_); }

  // Of arrays and objects; 0 for null, 1 for anything else.
  size_t size() const;
  bool empty() const { return size() == 0; }

  // Elements of an array; a null becomes an array by push_back.
  const Json& operator[](size_t index) const;
  Json& operator[](size_t index);
  void push_back(Json value);
  Array::const_iterator begin() const { return AsArray().begin(); }
  Array::const_iterator end() const { return AsArray().end(); }
  Array::iterator begin() { return AsArray().begin(); }
  Array::iterator end() { return AsArray().end(); }

  // The member of an object, which is made when it is missing; a null becomes an object.
  Json& operator[](std::string_view key);
  void Erase(std::string_view key);
  // Sets all members of another object.
  void Update(const Json& other);

  bool operator==(const Json& other) const;

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> value_;
};

struct Json::Member {
  std::string key;
  Json value;

  bool operator==(const Member&) const = default;
};

// Here, where a member is known.
inline Json::Json() = default;
inline Json::Json(std::nullptr_t) {}
template <std::same_as<bool> T>
Json::Json(T truth) : value_(truth) {}
template <std::integral T>
requires(!std::same_as<T, bool>) Json::Json(T number) : value_(static_cast<int64_t>(number)) {}
inline Json::Json(double number) : value_(number) {}
inline Json::Json(const char* text) : value_(std::string(text)) {}
inline Json::Json(std::string_view text) : value_(std::string(text)) {}
inline Json::Json(std::string text) : value_(std::move(text)) {}

// The member `key` of `object`, or null when `object` is no object or has no such member.
const Json* Find(const Json& object, std::string_view key);
Json* Find(Json& object, std::string_view key);

// Members of a message that has been checked against its schema: a missing member reads as the
// default of its type.
bool Has(const Json& object, std::string_view key);
int64_t IntOf(const Json& object, std::string_view key, int64_t missing = 0);
bool BoolOf(const Json& object, std::string_view key);
std::string StringOf(const Json& object, std::string_view key, std::string_view missing = "");
const Json& ObjectOf(const Json& object, std::string_view key);  // {} when missing
const Json& ArrayOf(const Json& object, std::string_view key);   // [] when missing

// Sets or, for a null value, removes a member.
void Put(Json& object, std::string_view key, Json value);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_JSON_H_
