# Completion of ambit for fish: source it, or put it into ~/.config/fish/completions/ambit.fish.
function __ambit_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' "$HOME" -- $before[1])
    set -l found ($program __complete $before[2..-1] "$current" 2>/dev/null)
    if test "$found[1]" = :file
        set -l flag (string match -r '^--[a-z-]*=' -- "$current")
        for path in (__fish_complete_path (string replace -r '^--[a-z-]*=' '' -- "$current"))
            printf '%s\n' "$flag$path"
        end
    else
        printf '%s\n' $found
    end
end
complete -c ambit -f -a '(__ambit_complete)'
