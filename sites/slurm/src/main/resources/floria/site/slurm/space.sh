# Prints how many bytes are free. $1 folder
mkdir -p -- "$1" && df -P -B 1 -- "$1" | awk 'NR == 2 { print $4 }'
