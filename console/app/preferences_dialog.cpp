// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/preferences_dialog.h"

#include "console/app/action_registry.h"
#include "console/settings/settings.h"
#include "console/widgets/form_field.h"
#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int longestSeconds = 300;

QWidget* scrolled(QWidget* body)
{
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(body);
    area->setMinimumWidth(body->minimumSizeHint().width() + tokens::spaceXl); // never sideways
    return area;
}
} // namespace

QString choiceTitle(const QString& word)
{
    if (word == u"auto"_s)
        return PreferencesDialog::tr("Follow the desktop");
    if (word == u"light"_s)
        return PreferencesDialog::tr("Light");
    if (word == u"dark"_s)
        return PreferencesDialog::tr("Dark");
    if (word == u"en"_s)
        return u"English"_s;
    if (word == u"de"_s)
        return u"Deutsch"_s;
    if (word == u"keychain"_s)
        return PreferencesDialog::tr("Keychain of the desktop");
    if (word == u"session"_s)
        return PreferencesDialog::tr("Memory, until the console is closed");
    return word.isEmpty() ? PreferencesDialog::tr("Language of the desktop") : word;
}

PreferencesDialog::PreferencesDialog(Settings& settings, ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_actions(actions)
{
    setObjectName(u"preferencesDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Preferences"));
    resize(tokens::dialogWidth + tokens::groupGap, tokens::dialogWidth);
    auto* tabs = new QTabWidget(this);
    tabs->addTab(settingsTab(), tr("General"));
    tabs->addTab(shortcutsTab(), tr("Shortcuts"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->addWidget(tabs);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QWidget* PreferencesDialog::settingsTab()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setSpacing(tokens::spaceL);
    for (const SettingInfo& info : Settings::table()) {
        const QString label = Settings::label(info.setting);
        if (!label.isEmpty())
            column->addWidget(
                new FormField(label, editorFor(info), Settings::help(info.setting), FormField::Side::Left));
    }
    column->addStretch(1);
    return scrolled(body);
}

QWidget* PreferencesDialog::editorFor(const SettingInfo& info)
{
    const Setting setting = info.setting;
    const QVariant value = m_settings.value(setting);
    if (!info.choices.isEmpty()) {
        auto* box = new QComboBox;
        for (const QString& word : info.choices)
            box->addItem(choiceTitle(word), word);
        box->setCurrentIndex(qMax(0, box->findData(value)));
        connect(box, &QComboBox::activated, this,
                [this, box, setting] { m_settings.setValue(setting, box->currentData()); });
        return box;
    }
    if (info.fallback.metaType().id() == QMetaType::Bool) {
        auto* box = new QCheckBox;
        box->setChecked(value.toBool());
        connect(box, &QCheckBox::toggled, this,
                [this, setting](bool on) { m_settings.setValue(setting, on); });
        return box;
    }
    if (info.fallback.metaType().id() == QMetaType::Int) {
        auto* box = new QSpinBox;
        box->setRange(setting == Setting::RefreshSeconds ? 1 : 0, longestSeconds);
        box->setValue(value.toInt());
        connect(box, &QSpinBox::valueChanged, this,
                [this, setting](int v) { m_settings.setValue(setting, v); });
        return box;
    }
    if (setting == Setting::StartPlace)
        return placeEditor(value.toString());
    auto* line = new QLineEdit(value.toString());
    connect(line, &QLineEdit::editingFinished, this,
            [this, line, setting] { m_settings.setValue(setting, line->text()); });
    return line;
}

QWidget* PreferencesDialog::placeEditor(const QString& current)
{
    auto* box = new QComboBox;
    box->setObjectName(u"startPlace"_s);
    box->addItem(tr("Where it was closed"), QString());
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        const bool isPlace =
            entry.id.startsWith(u"go."_s) && entry.id != u"go.back"_s && entry.id != u"go.forward"_s;
        if (isPlace)
            box->addItem(entry.action->icon(), entry.action->text().remove(u'&'), entry.id.mid(3));
    }
    box->setCurrentIndex(qMax(0, box->findData(current)));
    connect(box, &QComboBox::activated, this,
            [this, box] { m_settings.setValue(Setting::StartPlace, box->currentData()); });
    return box;
}

QWidget* PreferencesDialog::shortcutsTab()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setSpacing(tokens::rowGap);
    QString category;
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        if (entry.category != category) {
            category = entry.category;
            auto* heading = new QLabel(category, body);
            heading->setFont(tokens::font(tokens::TextRole::Section));
            column->addWidget(heading);
        }
        auto* edit = new QKeySequenceEdit(entry.action->shortcut(), body);
        auto* field = new FormField(entry.action->text().remove(u'&'), edit, {}, FormField::Side::Left, body);
        connect(edit, &QKeySequenceEdit::editingFinished, field, [this, edit, field, id = entry.id] {
            QString owner;
            const bool taken = m_actions.setShortcut(id, edit->keySequence(), &owner);
            field->setError(taken ? QString() : tr("Already used by: %1").arg(owner));
        });
        column->addWidget(field);
    }
    auto* reset = new QPushButton(tr("Reset all shortcuts"), body);
    column->addWidget(reset, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(reset, &QPushButton::clicked, this, [this] {
        m_actions.resetShortcuts();
        accept();
    });
    return scrolled(body);
}

} // namespace gatehouse::console
