// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "console/widgets/page.h"

class QPushButton;

namespace gatehouse::console {

class JsonTableModel;
class TableView;

/// Every applied change: who, when, what. Shows one, compares two, goes back to one.
class RevisionsPage : public Page {
    Q_OBJECT
public:
    RevisionsPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override { m_active = false; }
    QString helpTopic() const override { return QStringLiteral("revisions"); }

private:
    QWidget* buildButtons();
    void updateButtons();
    QList<qint64> selected() const; ///< ascending
    void showOne();
    void compare();
    void askRollback();
    void rollback(qint64 revision);
    void loadOlder();
    void load(qint64 below);
    void review(const QString& title, CallId call, const QStringList& parameters, const QUrlQuery& query);
    JsonTableModel* m_model;
    TableView* m_table;
    QPushButton* m_show;
    QPushButton* m_compare;
    QPushButton* m_back;
    QPushButton* m_older;
    qint64 m_newest = 0;
    bool m_active = false;
};

} // namespace gatehouse::console
