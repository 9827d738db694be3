#compdef ambit
# Completion of ambit for zsh: source it after compinit, or put it as _ambit into a directory of fpath.
_ambit() {
  local program=${~words[1]} line name about
  local -a described
  while IFS=$'\t' read -r name about; do
    if [[ $name == :file ]]; then
      compset -P '--*='
      _files
      return
    fi
    described+=("${name//:/\\:}${about:+:$about}")
  done < <("$program" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe ambit described -M 'm:{a-z}={A-Z}' # a right goes by any case
}
if [[ $funcstack[1] == _ambit ]]; then
  _ambit "$@"
else
  compdef _ambit ambit
fi
