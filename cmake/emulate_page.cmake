# cmake -DHELP=FILE -DPAGE=FILE -P emulate_page.cmake: the manual page of `sheetkeeper emulate` from
# its own --help. The emulator uses nothing of the rest of the program, so that it can judge it; the
# rest makes its pages by --help=man.
file(READ ${HELP} help)
string(REPLACE "\\" "\\e" help "${help}")
string(REPLACE "-" "\\-" help "${help}")
string(REGEX REPLACE "\n([.'])" "\n\\\\&\\1" help "${help}")
string(REPLACE "Usage: emulate" "Usage: sheetkeeper emulate" help "${help}")
file(WRITE ${PAGE} ".TH SHEETKEEPER\\-EMULATE 1 \"\" \"\" \"sheetkeeper\"
.SH NAME
sheetkeeper\\-emulate \\- serve a local Google Sheets, Drive and OAuth2, for trying and testing
.SH SYNOPSIS
.B sheetkeeper emulate
[options]
.SH OPTIONS
.nf
${help}.fi
.SH SEE ALSO
.BR sheetkeeper (1)
")
