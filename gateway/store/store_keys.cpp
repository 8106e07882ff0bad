// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/store_keys.h"

#include "common/crypto/random.h"
#include "gateway/store/file_io.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

Result<StoreKeys> StoreKeys::open(const QString& directory, const Secret& configured, bool mayCreate)
{
    const QString path = directory + u"/store.key"_s;
    StoreKeys keys{configured, {}};
    if (QFileInfo::exists(path)) {
        auto text = readWholeFile(path);
        if (!text)
            return text.error();
        if (text->trimmed().isEmpty())
            return Error::corrupt(u"%1 is empty: the key of this data directory is lost"_s.arg(path));
        Secret stored(text->trimmed());
        if (configured.isEmpty())
            keys.current = stored;
        else
            keys.older.append(stored);
        return keys;
    }
    if (!configured.isEmpty())
        return keys;
    if (!mayCreate)
        return Error::corrupt(
            u"%1 is missing, and MEM_ENCRYPTION_KEY is not set: the stored documents cannot be "
            "read"_s.arg(path));
    keys.current = Secret(crypto::randomToken(32));
    if (auto written = writeFileAtomically(path, keys.current.reveal() + '\n'); !written)
        return written.error();
    return keys;
}

} // namespace gatehouse::store
