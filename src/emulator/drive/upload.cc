// Content that comes with a file or for one.
//
// A multipart body is "--MARK", the headers and the JSON of the file, "--MARK", the headers and the
// content, "--MARK--". The mark is taken from the body itself, so that the body is all that has to
// be kept of a request.

#include <optional>
#include <string>
#include <utility>

#include "emulator/drive/csv.h"
#include "emulator/drive/drive_api.h"
#include "emulator/formulas.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

struct Part {
  std::string headers;  // in lower case
  std::string_view content;
};

// Takes the text up to `mark` off, and the mark; nothing when there is no mark.
std::optional<std::string_view> TakeUpTo(std::string_view mark, std::string_view& text) {
  const size_t end = text.find(mark);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, end);
  text.remove_prefix(end + mark.size());
  return before;
}

// Headers end with an empty line; lines end with or without a carriage return.
Part PartOf(std::string_view text) {
  const size_t crlf = text.find("\r\n\r\n");
  const size_t lf = text.find("\n\n");
  const bool plain = crlf == std::string_view::npos || (lf < crlf);
  const size_t end = plain ? lf : crlf;
  if (end == std::string_view::npos) return {"", text};
  return {FoldCase(text.substr(0, end)), text.substr(end + (plain ? 2 : 4))};
}

std::string_view WithoutLineEnd(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::optional<std::pair<Part, Part>> SplitBody(std::string_view body) {
  const size_t line = body.find_first_of("\r\n");
  if (!body.starts_with("--") || line == std::string_view::npos) return std::nullopt;
  const std::string mark(body.substr(0, line));
  std::string_view rest = body.substr(line);
  const auto first = TakeUpTo(mark, rest);
  const auto second = first ? TakeUpTo(mark, rest) : std::nullopt;
  if (!second) return std::nullopt;
  return std::pair(PartOf(*first), PartOf(WithoutLineEnd(*second)));
}

bool IsTextOfCells(const Part& part) {
  return part.headers.empty() || part.headers.find("text/csv") != std::string::npos ||
         part.headers.find("text/plain") != std::string::npos;
}

Result<> CheckConvertible(const Part& part) {
  if (!IsTextOfCells(part)) return Unimplemented("The emulator converts only CSV.");
  return {};
}

// Replaces what is in a spreadsheet.
Result<> SetContent(World& world, const Part& part, File& file) {
  if (!file.book) return Unimplemented("The emulator keeps content of spreadsheets only.");
  EMU_TRY(CheckConvertible(part));
  ImportCsv(world, part.content, *file.book);
  file.book->stale = true;
  file.has_thumbnail = true;
  Recalculate(*file.book, world.Now());
  ++file.book->changes;
  world.Touch(file, /*at_once=*/true);
  return {};
}

Refusal Malformed() {
  return DriveRefusal("Malformed multipart body.", "badContent", "");
}

}  // namespace

Result<DriveAnswer> UploadV2(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[4], true));
  EMU_TRY(SetContent(world, {"", call.body}, *file));
  return DriveAnswer{.body = FileMessageV2(world, *file, call.caller)};
}

Result<DriveAnswer> UploadNew(World& world, const Call& call) {
  if (call.query.First("uploadType") != "multipart") {
    return Unimplemented("The emulator does not implement uploads other than multipart.");
  }
  const auto parts = SplitBody(call.body);
  if (!parts) return Malformed();
  EMU_ASSIGN(const Json wanted, ParseJson(parts->first.content));
  if (StringOf(wanted, "mimeType") == kSpreadsheetType) EMU_TRY(CheckConvertible(parts->second));
  Call create = call;
  create.body = parts->first.content;
  EMU_ASSIGN(const File* made, CreateFile(world, create));
  EMU_ASSIGN(File * file, OpenFile(world, call, made->id, true));
  if (file->book) EMU_TRY(SetContent(world, parts->second, *file));
  return FileAnswer(world, call, *file);
}

Result<DriveAnswer> UploadContent(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[4], true));
  Part content = {"", call.body};
  if (call.query.First("uploadType") == "multipart") {
    const auto parts = SplitBody(call.body);
    if (!parts) return Malformed();
    Call update = call;
    update.segments.erase(update.segments.begin());
    update.body = parts->first.content;
    EMU_TRY(FilesUpdate(world, update));
    content = parts->second;
  }
  EMU_TRY(SetContent(world, content, *file));
  return FileAnswer(world, call, *file);
}

}  // namespace sheetkeeper::emulator
