// JsonWriter: compact JSON, member by member in the order of the calls.
//
//     JsonWriter json;
//     json.Object().Object("range").Field("sheetId", 7).End().Field("fields", "title").End();
//     json.Take();  // {"range":{"sheetId":7},"fields":"title"}
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace sheetkeeper {

class JsonWriter {
 public:
  // Begin an object or array: the document or an item of an array; with a key, a member.
  JsonWriter& Object();
  JsonWriter& Object(std::string_view key);
  JsonWriter& Array(std::string_view key);
  // Ends the innermost one.
  JsonWriter& End();

  // Text is UTF-8. Numbers are written as plain decimals that read back as the same double.
  JsonWriter& Field(std::string_view key, std::string_view text);
  JsonWriter& Field(std::string_view key, const char* text) {
    return Field(key, std::string_view(text));
  }
  JsonWriter& Field(std::string_view key, double number);  // finite
  JsonWriter& Field(std::string_view key, bool truth);
  template <std::integral T>
  JsonWriter& Field(std::string_view key, T number) {
    return Integer(key, static_cast<int64_t>(number));
  }
  // A text as an item of an array.
  JsonWriter& Item(std::string_view text);

  // REQUIRES: all that was begun is ended.
  std::string Take();

 private:
  JsonWriter& Integer(std::string_view key, int64_t number);
  void Separate();
  void Key(std::string_view key);
  void Text(std::string_view text);

  std::string out_;
  std::string open_;  // the brackets that are still to come, innermost last
};

}  // namespace sheetkeeper
