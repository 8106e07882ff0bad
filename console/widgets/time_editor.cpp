// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/time_editor.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr QStringView exampleTime = u"2026-01-31 12:00";

QString localText(const QJsonValue& value)
{
    const QString text = value.toString();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs).toLocalTime();
    if (!time.isValid())
        return text;
    return time.toString(time.time().second() == 0 ? u"yyyy-MM-dd HH:mm"_s : u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace

TimeEditor::TimeEditor(const FieldDef& field, QWidget* parent)
    : FieldEditor(parent)
    , m_field(field)
    , m_line(new QLineEdit(this))
{
    m_line->setPlaceholderText(exampleTime.toString());
    auto* zone = new QLabel(tr("time of this computer"), this);
    zone->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_line, 1);
    row->addWidget(zone);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::textEdited, this, &FieldEditor::edited);
}

void TimeEditor::setValue(const QJsonValue& value)
{
    m_stored = value;
    m_shown = localText(value);
    m_line->setText(m_shown);
}

Result<QJsonValue> TimeEditor::value() const
{
    QString text = m_line->text().trimmed();
    if (text.isEmpty())
        return m_field.nullable ? QJsonValue(QJsonValue::Null) : QJsonValue(QString());
    if (text == m_shown)
        return m_stored;
    const QDateTime time = QDateTime::fromString(text.replace(u' ', u'T'), Qt::ISODateWithMs);
    if (!time.isValid())
        return Error::invalid({}, u"type"_s, tr("must be a time such as %1").arg(exampleTime));
    return QJsonValue(time.toUTC().toString(Qt::ISODate));
}

void TimeEditor::setReadOnly(bool readOnly)
{
    m_line->setReadOnly(readOnly);
}

void TimeEditor::setFieldName(const QString& name)
{
    m_line->setAccessibleName(name);
}

} // namespace gatehouse::console
