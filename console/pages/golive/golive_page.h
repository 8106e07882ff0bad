// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QJsonObject>

class QLabel;

namespace gatehouse::console {

class JsonTableModel;
class StatusPill;
class TableView;

/// What is left to do before production, as the gateway finds it at this moment: state, evidence, what to do,
/// and the place where it can be done.
class GoLivePage : public Page {
    Q_OBJECT
public:
    GoLivePage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    QString helpTopic() const override { return QStringLiteral("golive"); }
    QUrlQuery state() const override;
    void restoreState(const QUrlQuery& query) override;

private:
    void buildTable();
    void read();
    void took(const QJsonObject& answer);
    void showSelected();
    void buildExports();
    JsonTableModel* m_model;
    TableView* m_table;
    DetailPane* m_pane;
    StatusPill* m_verdict;
    QLabel* m_summary;
    QString m_selected;
    QJsonObject m_answer; ///< the newest one
};

} // namespace gatehouse::console
