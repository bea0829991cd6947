#!/bin/sh
set -eu
tar -xzOf "copies/$label.tar.gz" diary.txt | cmp - diary.txt
