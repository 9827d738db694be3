# Completion of ambit for bash: source it, or put it under ~/.local/share/bash-completion/completions/ambit.
_ambit() {
  local current=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]/#\~/$HOME} name about
  COMPREPLY=()
  while IFS=$'\t' read -r name about; do
    if [[ $name == :file ]]; then
      compopt -o filenames 2>/dev/null
      [[ $current == "=" ]] && current= # which is a word of its own in bash
      while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$current")
      return
    fi
    COMPREPLY+=("$name")
  done < <("$program" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _ambit ambit
