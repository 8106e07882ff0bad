// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::crypto {

/// Frees what OpenSSL keeps for the calling thread, which may use it again. For the end of what a Qt thread
/// runs: the library does this by itself only after QThread::wait() has returned to others, who may end the
/// process in the meantime.
void releaseThread();

} // namespace gatehouse::crypto
