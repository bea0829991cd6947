# Prints a file of a resource. $1 file
cat -- "$1"
