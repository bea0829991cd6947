#!/bin/sh
set -eu
printf '%s\n' "$text" >> diary.txt
echo "lines=$(wc -l < diary.txt | tr -d ' ')" >> "$FLORIA_OUTPUT"
