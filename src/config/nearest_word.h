// "Did you mean ...?": the known word that a mistyped one most likely stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheetkeeper {

// The word of `known` that the fewest typing slips (a letter too many, missing, wrong, or two
// swapped; case is none) turn into `word`; "" where more than a third of the letters would differ.
std::string_view NearestWord(std::string_view word, const std::vector<std::string_view>& known);

// For the end of a message: "; did you mean 'interval'?" or, without a near word,
// " (known: a, b, c)".
std::string Suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace sheetkeeper
