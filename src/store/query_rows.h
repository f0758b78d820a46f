// The rows of a query as a list.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/value.h"
#include "store/sqlite.h"

namespace sheetkeeper {

// NULL where the column holds a BLOB.
inline Value ValueIn(const Query& query, int column) {
  return query.ValueAt(column).value_or(Value());
}

// `make` turns each row of the query into one T.
template <typename T, typename Make>
Result<std::vector<T>> ReadAll(Query& query, const Make& make) {
  std::vector<T> list;
  while (true) {
    TRY_ASSIGN(const bool more, "reading a list", query.Next());
    if (!more) return list;
    list.push_back(make(query));
  }
}

}  // namespace sheetkeeper
