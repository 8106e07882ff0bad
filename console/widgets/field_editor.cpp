// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/field_editor.h"

#include "console/widgets/model_text.h"
#include "console/widgets/rows_editor.h"
#include "console/widgets/time_editor.h"
#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int listLines = 4;
constexpr int jsonLines = 7;
constexpr double longText = 255;

void fill(FieldEditor* editor, QWidget* inner)
{
    auto* box = new QVBoxLayout(editor);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(inner);
    editor->setFocusProxy(inner);
}

Error wrong(const QString& message)
{
    return Error::invalid({}, u"type"_s, message);
}

/// Texts and numbers: one line. Empty is null where the field may be null.
class LineEditor final : public FieldEditor {
public:
    LineEditor(const FieldDef& field, QWidget* parent)
        : FieldEditor(parent)
        , m_field(field)
        , m_line(new QLineEdit(this))
    {
        fill(this, m_line);
        if (field.secret)
            m_line->setEchoMode(QLineEdit::Password);
        connect(m_line, &QLineEdit::textEdited, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue& value) override
    {
        m_line->setText(shown(value));
        if (m_field.secret)
            m_line->setPlaceholderText(value.toString() == secretMask()
                                           ? FieldEditor::tr("Leave empty to keep what is set")
                                           : QString());
    }
    Result<QJsonValue> value() const override
    {
        const QString text = isNumber() ? m_line->text().trimmed() : m_line->text();
        if (text.isEmpty())
            return m_field.nullable || isNumber() || m_field.secret ? QJsonValue(QJsonValue::Null)
                                                                    : QJsonValue(text);
        if (!isNumber())
            return QJsonValue(text);
        bool ok = false;
        const QJsonValue number = m_field.type == FieldType::Integer ? QJsonValue(text.toLongLong(&ok))
                                                                     : QJsonValue(text.toDouble(&ok));
        if (!ok)
            return wrong(m_field.type == FieldType::Integer ? FieldEditor::tr("must be a whole number")
                                                            : FieldEditor::tr("must be a number"));
        return number;
    }
    void setReadOnly(bool readOnly) override { m_line->setReadOnly(readOnly); }
    void setFieldName(const QString& name) override { m_line->setAccessibleName(name); }

private:
    bool isNumber() const { return m_field.type == FieldType::Integer || m_field.type == FieldType::Number; }
    QString shown(const QJsonValue& value) const
    {
        if (m_field.secret && value.toString() == secretMask())
            return {};
        if (value.isDouble())
            return m_field.type == FieldType::Integer ? QString::number(value.toInteger())
                                                      : QString::number(value.toDouble(), 'g', 15);
        return value.toString();
    }
    const FieldDef& m_field;
    QLineEdit* m_line;
};

/// Long texts, lists (one item per line) and JSON.
class TextEditor final : public FieldEditor {
public:
    TextEditor(const FieldDef& field, QWidget* parent)
        : FieldEditor(parent)
        , m_field(field)
        , m_text(new QPlainTextEdit(this))
    {
        fill(this, m_text);
        m_text->setTabChangesFocus(true);
        if (isJson())
            m_text->setFont(tokens::font(tokens::TextRole::Mono));
        else if (field.type == FieldType::TextList)
            m_text->setPlaceholderText(FieldEditor::tr("One per line"));
        const int lines = isJson() ? jsonLines : listLines;
        m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * lines + tokens::spaceM);
        connect(m_text, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue& value) override
    {
        const QSignalBlocker blocker(m_text);
        m_wasNull = value.isNull();
        m_text->setPlainText(shown(value));
    }
    Result<QJsonValue> value() const override
    {
        const QString text = m_text->toPlainText();
        if (m_field.type == FieldType::Text)
            return text.isEmpty() && m_field.nullable ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
        if (text.trimmed().isEmpty() && m_wasNull)
            return QJsonValue(QJsonValue::Null);
        return isJson() ? parse(text) : Result<QJsonValue>(lines(text));
    }
    void setReadOnly(bool readOnly) override { m_text->setReadOnly(readOnly); }
    void setFieldName(const QString& name) override { m_text->setAccessibleName(name); }

private:
    bool isJson() const { return m_field.type != FieldType::TextList && m_field.type != FieldType::Text; }
    static QJsonValue lines(const QString& text)
    {
        QJsonArray items;
        for (const QString& line : text.split(u'\n')) {
            if (!line.trimmed().isEmpty())
                items.append(line.trimmed());
        }
        return items;
    }
    Result<QJsonValue> parse(const QString& text) const
    {
        if (text.trimmed().isEmpty())
            return m_field.defaultValue;
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
        if (error.error != QJsonParseError::NoError)
            return wrong(FieldEditor::tr("not valid JSON: %1 at character %2")
                             .arg(error.errorString())
                             .arg(error.offset));
        return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    QString shown(const QJsonValue& value) const
    {
        if (m_field.type == FieldType::Text)
            return value.toString();
        if (!isJson()) {
            QStringList items;
            const QJsonArray array = value.toArray();
            for (const QJsonValue& item : array)
                items.append(item.toString());
            return items.join(u'\n');
        }
        if (value.isArray() && !value.toArray().isEmpty())
            return QString::fromUtf8(QJsonDocument(value.toArray()).toJson());
        if (value.isObject() && !value.toObject().isEmpty())
            return QString::fromUtf8(QJsonDocument(value.toObject()).toJson());
        return {};
    }
    const FieldDef& m_field;
    QPlainTextEdit* m_text;
    bool m_wasNull = false;
};

class CheckEditor final : public FieldEditor {
public:
    CheckEditor(const FieldDef&, QWidget* parent)
        : FieldEditor(parent)
        , m_box(new QCheckBox(FieldEditor::tr("On"), this))
    {
        fill(this, m_box);
        connect(m_box, &QCheckBox::clicked, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue& value) override { m_box->setChecked(value.toBool()); }
    Result<QJsonValue> value() const override { return QJsonValue(m_box->isChecked()); }
    void setReadOnly(bool readOnly) override { m_box->setEnabled(!readOnly); }
    void setFieldName(const QString& name) override { m_box->setAccessibleName(name); }

private:
    QCheckBox* m_box;
};

/// One of several words, or for booleans that may be unset: not set, on, off.
class ChoiceEditor final : public FieldEditor {
public:
    ChoiceEditor(const FieldDef& field, QWidget* parent)
        : FieldEditor(parent)
        , m_box(new QComboBox(this))
    {
        fill(this, m_box);
        if (field.nullable)
            m_box->addItem(FieldEditor::tr("Not set"), QVariant());
        if (field.type == FieldType::Boolean) {
            m_box->addItem(FieldEditor::tr("On"), true);
            m_box->addItem(FieldEditor::tr("Off"), false);
        }
        for (const QString& word : field.choices)
            m_box->addItem(choiceText(word), word);
        connect(m_box, &QComboBox::activated, this, &FieldEditor::edited);
    }
    void setValue(const QJsonValue& value) override
    {
        const int index =
            m_box->findData(value.isNull() || value.isUndefined() ? QVariant() : value.toVariant());
        m_box->setCurrentIndex(qMax(0, index));
    }
    Result<QJsonValue> value() const override { return QJsonValue::fromVariant(m_box->currentData()); }
    void setReadOnly(bool readOnly) override { m_box->setEnabled(!readOnly); }
    void setFieldName(const QString& name) override { m_box->setAccessibleName(name); }

private:
    QComboBox* m_box;
};

} // namespace

FieldEditor* makeFieldEditor(const FieldDef& field, QWidget* parent)
{
    switch (field.type) {
    case FieldType::Boolean:
        if (field.nullable && field.defaultValue.isNull())
            return new ChoiceEditor(field, parent);
        return new CheckEditor(field, parent);
    case FieldType::Choice:
        return new ChoiceEditor(field, parent);
    case FieldType::Text:
        if (!field.secret && field.max.value_or(0) > longText && field.format == TextFormat::Any)
            return new TextEditor(field, parent);
        return new LineEditor(field, parent);
    case FieldType::Integer:
    case FieldType::Number:
        return new LineEditor(field, parent);
    case FieldType::Time:
        return new TimeEditor(field, parent);
    case FieldType::TableList:
        if (RowsEditor::canShow(field))
            return new RowsEditor(field, parent);
        return new TextEditor(field, parent);
    default:
        return new TextEditor(field, parent);
    }
}

} // namespace gatehouse::console
