// The canonical form of a value for its declared type; the one place that knows it.
//
//   type      database                      sheet
//   integer   INTEGER                       number; beyond 2^53 text, as a number would be rounded
//   real      REAL                          number
//   decimal   TEXT, plain decimal           number where 15 digits hold it exactly, else text
//   text      TEXT                          text; a number in the sheet reads as its plain decimal
//   boolean   INTEGER 0 or 1                truth value
//   date      TEXT YYYY-MM-DD               number, days since 1899-12-30
//   datetime  TEXT YYYY-MM-DDTHH:MM:SS      number, the fraction is the time of day
//   any       INTEGER, REAL or TEXT         number or text; a truth value reads as TRUE or FALSE; a
//                                           whole number beyond 2^53 is text in the sheet
//
// An empty cell is NULL; a sheet cannot tell it from empty text, so '' is NULL in canonical form.
// Two spellings of one value (the number 7 and the text "7" in an integer column) have one
// canonical form, hence never look like an edit.
#pragma once

#include <string>
#include <variant>

#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// Why a value does not fit its column, as the end of a sentence: "'15,5' is not a number".
struct Misfit {
  std::string reason;
};

template <typename T>
using Fitted = std::variant<T, Misfit>;

// What a cell means in its column. `known` is the value that both sides last agreed on, if any:
// text that looks like an error value (#REF!) is taken as text only where it is that known text.
Fitted<Value> FromCell(const Cell& cell, const Column& column, const Value* known = nullptr);

// The same where a person is to be told of the cell: what does not fit is its text.
Value FromCellOrText(const Cell& cell, const Column& column);

// What a value from the database is in canonical form.
Fitted<Value> FromDatabase(const Value& value, const Column& column);

// What is written to a sheet for a canonical value. Misfit where the sheet cannot hold it: text of
// more than 50,000 characters, text that is not UTF-8 or has a NUL, a number that is not finite.
Fitted<Cell> ToCell(const Value& canonical, const Column& column);

// True for the text by which the API shows an error value: "#N/A", "#REF! (...)", "Loading...".
bool LooksLikeErrorValue(const std::string& text);

}  // namespace sheetkeeper
