# Prints a line for each resource on the machine: its key, "ready" or "stopped", and its claim.
# $1 the site's folder
for claim in "$1"/r/*/claim; do
  [ -f "$claim" ] || continue
  folder=${claim%/claim}
  state=ready
  [ ! -e "$folder/stopped" ] || state=stopped
  echo "${folder##*/} $state $(cat -- "$claim")"
done
