// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/later.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <utility>

namespace gatehouse::admin {

/// Runs `work` on the thread pool and `then` with its value on the thread of `context`. For password hashing,
/// which takes a quarter of a second. `then` is dropped when `context` has gone; call from the thread of
/// `context`.
template <typename Work, typename Then>
void runAside(QObject* context, Work work, Then then)
{
    QThreadPool::globalInstance()->start(
        [context = QPointer<QObject>(context), work = std::move(work), then = std::move(then)]() mutable {
            auto value = work();
            if (!context)
                return;
            later(context.data(),
                  [then = std::move(then), value = std::move(value)]() mutable { then(std::move(value)); });
        });
}

} // namespace gatehouse::admin
