# fish completion for sheetkeeper and sync_worker. Commands and flags are asked of the program, so
# that they are those of its version.
function __sheetkeeper_commands
    set -l words (commandline -opc)
    $words[1] help 2>/dev/null | sed -n '/^Commands:/,$s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __sheetkeeper_flags
    set -l words (commandline -opc)
    set -l command
    string match -q '*sync_worker' -- $words[1]; or set command $words[2]
    $words[1] $command --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\) *[A-Z=]* *\(.*\)/\1\t\2/p'
    echo --help
end

complete -c sheetkeeper -n 'test (count (commandline -opc)) -eq 1' -f -a '(__sheetkeeper_commands)'
complete -c sheetkeeper -n 'test (count (commandline -opc)) -gt 1' -a '(__sheetkeeper_flags)'
complete -c sync_worker -a '(__sheetkeeper_flags)'
