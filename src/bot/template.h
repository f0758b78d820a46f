// Replies. A template is HTML of Telegram's kind with the names of columns in braces:
//
//     <b>{rank_name}</b>: from {min_amount} to {max_amount}
//
// "{{" and "}}" are braces. What comes from the database is escaped: nothing that people type into
// a sheet becomes a tag.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reader/reader.h"

namespace sheetkeeper::bot {

std::string EscapeHtml(std::string_view text);

// As a person reads it: numbers in plain decimal, NULL as nothing.
std::string TextOf(const reader::Value& value);

// `value_of` gives the value of a name; a name without one is left as it stands.
std::string Fill(std::string_view text,
                 const std::function<std::optional<std::string>(std::string_view)>& value_of);
std::string Fill(std::string_view text, const reader::Row& row);

// Messages of at most `limit` UTF-16 units, as Telegram counts, with all of the text: cut between
// lines; where one line is longer, it loses its tags and is cut between characters.
std::vector<std::string> SplitMessage(std::string_view html, size_t limit = 4096);

}  // namespace sheetkeeper::bot
