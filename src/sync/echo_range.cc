#include "sync/echo_range.h"

#include <cctype>

namespace sheetkeeper {
namespace {

std::string Unquoted(std::string_view title) {
  if (title.size() < 2 || title.front() != '\'' || title.back() != '\'') return std::string(title);
  std::string plain;
  for (size_t i = 1; i + 1 < title.size(); ++i) {
    plain += title[i];
    if (title[i] == '\'') ++i;
  }
  return plain;
}

struct Corner {
  int row = 0;  // 1-based
  int column = 0;
};

std::optional<Corner> ParseCorner(std::string_view text) {
  Corner corner;
  size_t i = 0;
  for (; i < text.size() && std::isupper(static_cast<unsigned char>(text[i])) != 0; ++i) {
    corner.column = corner.column * 26 + (text[i] - 'A' + 1);
  }
  for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0; ++i) {
    corner.row = corner.row * 10 + (text[i] - '0');
  }
  if (i != text.size() || corner.row == 0 || corner.column == 0) return std::nullopt;
  return corner;
}

}  // namespace

std::optional<EchoRange> ParseEchoRange(std::string_view text) {
  const size_t bang = text.rfind('!');
  if (bang == std::string_view::npos) return std::nullopt;
  const std::string_view corners = text.substr(bang + 1);
  const size_t colon = corners.rfind(':');
  const auto end =
      ParseCorner(colon == std::string_view::npos ? corners : corners.substr(colon + 1));
  if (!end) return std::nullopt;
  return EchoRange{Unquoted(text.substr(0, bang)), end->row, end->column};
}

}  // namespace sheetkeeper
