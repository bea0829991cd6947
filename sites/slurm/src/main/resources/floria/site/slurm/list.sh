# Prints what is kept of all resources, each line after its file. $1 root
mkdir -p -- "$1" && cd -- "$1" || exit 74
find . -mindepth 2 -maxdepth 2 -type f \( -name record -o -name job -o -name agent -o -name stopped -o -name ended \) \
  -exec grep -aH '' {} + 2>/dev/null
exit 0
