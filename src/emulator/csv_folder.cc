#include "emulator/csv_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "emulator/drive/csv.h"
#include "emulator/wire/json.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

namespace fs = std::filesystem;

// An id as Google's are: letters, digits, hyphens and underscores.
std::string IdFrom(std::string name) {
  for (char& c : name) {
    const bool fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
    if (!fits) c = '-';
  }
  return name;
}

Json TabOf(const fs::path& file, std::string_view text) {
  Json cells = Json::MakeArray();
  for (const auto& record : ParseCsv(text)) {
    Json row = Json::MakeArray();
    for (const std::string& field : record) {
      Json cell;
      if (!field.empty()) cell["entered"] = field;
      row.push_back(std::move(cell));
    }
    cells.push_back(std::move(row));
  }
  Json tab = Json::MakeObject();
  tab["title"] = file.stem().string();
  tab["cells"] = std::move(cells);
  return tab;
}

// A tab's title as the name of a file.
std::string FileName(std::string title) {
  for (char& c : title) c = c == '/' || c == '\0' ? '_' : c;
  if (title.starts_with('.')) title.front() = '_';
  return title + ".csv";
}

}  // namespace

std::optional<std::string> LoadCsvFolder(const std::string& folder, Emulator& emulator) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  if (error) return "cannot read " + folder + ": " + error.message() + '.';
  if (files.empty()) return folder + " has no .csv files.";
  std::sort(files.begin(), files.end());
  Json sheets = Json::MakeArray();
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return "cannot read " + file.string() + '.';
    sheets.push_back(TabOf(file, text.str()));
  }
  const std::string name = fs::path(folder + "/.").lexically_normal().parent_path().filename();
  Json book = Json::MakeObject();
  book["id"] = IdFrom(name);
  book["title"] = name;
  book["sheets"] = std::move(sheets);
  Json document = Json::MakeObject();
  document["spreadsheets"].push_back(std::move(book));
  return emulator.Load(WriteJson(document, JsonStyle::kCompact));
}

std::optional<std::string> SaveCsvFolders(const std::string& folder, Emulator& emulator) {
  for (const std::string& id : emulator.SpreadsheetIds()) {
    std::error_code error;
    const fs::path place = fs::path(folder) / id;
    fs::create_directories(place, error);
    if (error) return "cannot make " + place.string() + ": " + error.message() + '.';
    auto person = emulator.At(id);
    for (const std::string& tab : person.Tabs()) {
      std::ofstream file(place / FileName(tab), std::ios::binary);
      file << person.Csv(tab).value_or("");
      file.close();
      if (!file) return "cannot write " + (place / FileName(tab)).string() + '.';
    }
  }
  return std::nullopt;
}

}  // namespace sheetkeeper::emulator
