#!/bin/sh
set -eu
echo "nothing is kept of $label"
rm -f "copies/$label.tar.gz.part" "copies/$label.tar.gz"
