// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/json_tab.h"

#include "console/widgets/field_form.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// Line and column of a byte, from 1.
QString placeText(const QByteArray& text, qsizetype offset)
{
    const QByteArray before = text.left(offset);
    const qsizetype start = before.lastIndexOf('\n') + 1;
    return JsonTab::tr("Line %1, column %2")
        .arg(before.count('\n') + 1)
        .arg(QString::fromUtf8(before.mid(start)).size() + 1);
}

QSet<QString> keysOf(const QJsonObject& a, const QJsonObject& b)
{
    const QStringList first = a.keys(), second = b.keys();
    return QSet<QString>(first.begin(), first.end()) + QSet<QString>(second.begin(), second.end());
}

bool isNothing(const QJsonValue& value)
{
    return value.isNull() || value.isUndefined();
}

} // namespace

JsonTab::JsonTab(FieldForm& form, const EntityTable& table, const QStringList& sections, QWidget* parent)
    : QWidget(parent)
    , m_form(form)
    , m_table(table)
    , m_sections(sections)
    , m_text(new QPlainTextEdit(this))
    , m_faults(new QLabel(this))
{
    m_text->setObjectName(u"json"_s);
    m_text->setAccessibleName(tr("Document as JSON"));
    m_text->setFont(tokens::font(tokens::TextRole::Mono));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_faults->setObjectName(u"jsonFaults"_s);
    m_faults->setWordWrap(true);
    m_faults->setTextFormat(Qt::PlainText);
    m_faults->hide();
    auto* copy = new QPushButton(tr("Copy as curl"), this);
    copy->setObjectName(u"copyAsCurl"_s);
    copy->setAutoDefault(false);
    copy->setToolTip(tr("The call that stores it, for a script. Secrets and the token are left out."));
    auto* row = new QHBoxLayout;
    row->addWidget(m_faults, 1);
    row->addStretch(0);
    row->addWidget(copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, tokens::spaceM, 0, 0);
    column->setSpacing(tokens::spaceS);
    column->addWidget(m_text, 1);
    column->addLayout(row);
    m_later.setSingleShot(true);
    m_later.setInterval(tokens::filterDelayMs);
    connect(&m_later, &QTimer::timeout, this, &JsonTab::takeEdits);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (m_text->toPlainText() != m_taken)
            m_later.start();
    });
    connect(copy, &QPushButton::clicked, this, &JsonTab::copyRequested);
}

QJsonObject JsonTab::masked(QJsonObject document) const
{
    for (const QString& key : document.keys()) {
        const FieldDef* field = m_table.field(key);
        if (field && field->secret && !document.value(key).toString().isEmpty())
            document.insert(key, secretMask());
    }
    return document;
}

QJsonObject JsonTab::shown() const
{
    QJsonObject document = masked(m_form.document());
    for (const QString& key : document.keys()) {
        if (key.startsWith(u'_'))
            document.remove(key);
    }
    return document;
}

void JsonTab::showDocument()
{
    m_later.stop();
    m_taken = QString::fromUtf8(QJsonDocument(shown()).toJson());
    m_text->setPlainText(m_taken);
    showFaults({});
}

bool JsonTab::takeEdits()
{
    m_later.stop();
    const QString written = m_text->toPlainText();
    if (written == m_taken && m_faults->isHidden())
        return true;
    QJsonParseError fault;
    const QByteArray bytes = written.toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &fault);
    if (fault.error != QJsonParseError::NoError || !document.isObject()) {
        showFaults({fault.error == QJsonParseError::NoError
                        ? tr("It must be an object: { … }")
                        : tr("%1: %2").arg(placeText(bytes, fault.offset), fault.errorString())});
        return false;
    }
    const QStringList faults = put(document.object());
    if (faults.isEmpty())
        m_taken = written;
    showFaults(faults);
    return faults.isEmpty();
}

QStringList JsonTab::put(const QJsonObject& wanted)
{
    QStringList faults;
    const QJsonObject before = shown();
    const QSet<QString> keys = keysOf(before, wanted);
    for (const QString& key : keys) {
        if (before.value(key) == wanted.value(key) ||
            (isNothing(before.value(key)) && isNothing(wanted.value(key))))
            continue;
        if (!m_sections.contains(key)) {
            faults += putField(key, before.value(key), wanted.value(key));
            continue;
        }
        const QJsonObject old = before.value(key).toObject(), part = wanted.value(key).toObject();
        const QSet<QString> inner = keysOf(old, part);
        for (const QString& name : inner) {
            if (old.value(name) != part.value(name))
                faults += putField(key + u'.' + name, old.value(name), part.value(name));
        }
    }
    faults.sort();
    return faults;
}

QStringList JsonTab::putField(const QString& path, const QJsonValue& before, const QJsonValue& wanted)
{
    if (!m_form.formField(path))
        return {tr("%1 is no field of this form").arg(path)};
    if (!m_form.canEdit(path))
        return {tr("%1 cannot be changed here").arg(path)};
    const QJsonValue value = wanted.isUndefined() ? QJsonValue(QJsonValue::Null) : wanted;
    m_form.setFieldValue(path, value);
    QJsonValue now = m_form.document().value(path.section(u'.', 0, 0));
    if (path.contains(u'.'))
        now = now[path.section(u'.', 1)];
    const bool emptied = isNothing(value) && (isNothing(now) || now.toString().isEmpty());
    const FieldDef* field = m_table.field(path);
    if (emptied || now == value || (field && field->secret))
        return {};
    m_form.setFieldValue(path, before);
    return {tr("%1 has no fitting value").arg(path)};
}

void JsonTab::showFaults(const QStringList& faults)
{
    QPalette colours;
    colours.setColor(QPalette::WindowText, tokens::colour(tokens::of(palette()).bad));
    m_faults->setPalette(colours);
    m_faults->setText(faults.isEmpty() ? QString() : u"⚠ "_s + faults.join(u"; "_s));
    m_faults->setVisible(!faults.isEmpty());
}

} // namespace gatehouse::console
