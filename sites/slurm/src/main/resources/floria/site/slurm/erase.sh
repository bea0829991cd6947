# Removes files of a resource. $1 folder  $2... files
folder=$1
shift
for file; do rm -f -- "$folder/$file" || exit 74; done
