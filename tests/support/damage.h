// Texts that began as good ones: what a parser may be given when a network, a disk or a person has
// been at them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <rapidcheck.h>

namespace sheetkeeper {

// To be called in a property (support/property.h): one of `good`, with a few bytes changed, pieces
// taken out, doubled or moved, or its end cut off.
inline std::string Damaged(const std::vector<std::string>& good) {
  std::string text = *rc::gen::elementOf(good);
  const int injuries = *rc::gen::inRange(0, 4);
  for (int i = 0; i < injuries && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<size_t>(0, text.size());
    const auto length = *rc::gen::inRange<size_t>(0, std::min<size_t>(text.size() - at, 20) + 1);
    const std::string piece = text.substr(at, length);
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        text[at] = *rc::gen::elementOf(std::string("{}[]\":,.-+eE0129\\ntf'=#\n\t\x80\xff"));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, piece);
        break;
      case 4:
        text.erase(at, length);
        text.insert(*rc::gen::inRange<size_t>(0, text.size() + 1), piece);
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

}  // namespace sheetkeeper
