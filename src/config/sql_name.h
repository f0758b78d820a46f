// Names for SQL from the words of a sheet.
#pragma once

#include <string>

namespace sheetkeeper {

// "Hourly wage" -> "hourly_wage", "EmployeeId" -> "employee_id"; "" where there is no letter or
// digit of ASCII. It may begin with a digit.
std::string SnakeCase(const std::string& text);

}  // namespace sheetkeeper
