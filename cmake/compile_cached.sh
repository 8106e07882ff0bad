#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The compiler by way of ccache; precompiled headers directly, because ccache 4.7 has given out one that was made of other
# headers. What is compiled with one is found by its content, so a fresh one is always right.
for word in "$@"; do
    [ "$word" = c++-header ] && exec "$@"
done
exec ccache "$@"
