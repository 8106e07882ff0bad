// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/thread_end.h"

#include <openssl/crypto.h>

namespace gatehouse::crypto {

void releaseThread()
{
    OPENSSL_thread_stop();
}

} // namespace gatehouse::crypto
