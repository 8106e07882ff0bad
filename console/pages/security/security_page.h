// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QJsonObject>

namespace gatehouse::console {

class ChangeBar;
class FieldForm;

/// Who may reach the gateway at all, which proxies are believed, and the encrypted dumps: one form, with a
/// warning before the user locks himself out; dump, restore and restart as actions.
class SecurityPage : public Page {
    Q_OBJECT
public:
    SecurityPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    bool hasUnsavedChanges() const override;
    QString helpTopic() const override { return QStringLiteral("security"); }
    FieldForm* form() const { return m_form; }

private:
    void buildActions();
    void load();
    void take(const QJsonObject& settings);
    void updateState();
    void addOwnAddress();
    void save();
    void review();
    void apply();
    void verify();
    void askRestart();
    void askRestore();
    void dump();
    FieldForm* m_form;
    ChangeBar* m_bar;
    MessageBar* m_warnings;
    QJsonObject m_settings;
    bool m_loaded = false;
};

} // namespace gatehouse::console
