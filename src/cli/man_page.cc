#include "cli/man_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/version.h"

namespace sheetkeeper {
namespace {

// Text that groff takes as it is: hyphens that stay hyphens, no requests at the begin of a line.
std::string Escape(std::string_view text) {
  std::string escaped;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
    line_begins = c == '\n';
  }
  return escaped;
}

std::string PageName(std::string command) {
  std::replace(command.begin(), command.end(), ' ', '-');
  return command;
}

std::string Upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// As it stands, line by line.
std::string Verbatim(std::string_view text) {
  return ".nf\n" + Escape(text) + (text.ends_with('\n') ? "" : "\n") + ".fi\n";
}

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

std::string ManPage(const CommandLine& line, int section) {
  const std::string name = PageName(line.command);
  std::string page =
      fmt::format(".TH {} {} \"\" \"sheetkeeper {}\"\n.SH NAME\n{} \\- {}\n", Upper(Escape(name)),
                  section, Version(), Escape(name), Escape(OneLine(line.summary)));
  if (section == 1) {
    page += fmt::format(".SH SYNOPSIS\n.B {}\n[flags]\n", Escape(line.command));
  }
  page += ".SH EXAMPLES\n" + Verbatim(line.examples);
  page += fmt::format(".SH {}\n", Upper(line.flags_title));
  for (const Flag& flag : line.flags) {
    page += fmt::format(".TP\n.BI \"{}\" \" {}\"\n{}\n", Escape(flag.name), Escape(flag.unit),
                        Escape(flag.summary));
  }
  if (!line.more.empty()) page += ".SH NOTES\n" + Verbatim(line.more);
  return page +
         ".SH SEE ALSO\n.BR sheetkeeper (1),\n.BR sheetkeeper\\-worker (1),\n"
         ".BR sheetkeeper.toml (5)\n";
}

}  // namespace sheetkeeper
