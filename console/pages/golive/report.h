// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace gatehouse::console {

/// The checklist as a page to print and to keep: an answer of GET /v1/checklist with who asked which gateway.
/// HTML for any browser, and the same as PDF (A4). Black on white whatever the theme is.
struct GoLiveReport {
    QJsonObject answer;
    QString gateway; ///< name and address
    QString user;

    QString html() const;
    QByteArray pdf() const;
};

} // namespace gatehouse::console
