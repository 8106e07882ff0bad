#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the texts of the console out of the sources into the .ts files. Filled translations are kept, texts that are
# gone are dropped. Prints how many are unfinished. The texts of the model come from model-texts.h, which a test makes.
set -eu
cd "$(dirname "$0")/.."
lupdate=$(command -v lupdate || echo /usr/lib/qt6/bin/lupdate)
read_texts() {
    "$lupdate" -silent -I . -locations none -no-obsolete -recursive console/client console/secrets console/settings \
        console/models console/widgets console/charts console/pages console/app translations/model-texts.h "$@"
}
read_texts -target-language de -ts translations/gatehouse-console_de.ts
# English needs its plurals only.
read_texts -pluralonly -target-language en -ts translations/gatehouse-console_en.ts
for file in translations/*.ts; do
    echo "$file: $(grep -c 'type="unfinished"' "$file" || true) unfinished"
done
