// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace gatehouse::console {

/// How dangerous an action is: none = just do it, Button = a button with its verb, TypeName = type the
/// object's name (always in production).
enum class Risk { None, Button, TypeName };

struct Confirmation {
    Risk risk = Risk::Button;
    QString title;     ///< "Delete API customers?"
    QString effect;    ///< what will happen, in one or two sentences
    QStringList items; ///< the objects concerned; long lists are cut with a count
    QString verb;      ///< text of the button: "Delete API"
    QString name;      ///< what to type for Risk::TypeName
};

/// Every question to the user goes through here: windows open() and never block, and tests put their own
/// answers in.
class Dialogs : public QObject {
    Q_OBJECT
public:
    explicit Dialogs(QObject* parent = nullptr)
        : QObject(parent)
    {
    }
    ~Dialogs() override = default;
    /// Production raises Risk::Button to Risk::TypeName where a name is given.
    void setProduction(bool production) { m_production = production; }
    Risk effectiveRisk(const Confirmation& question) const;
    /// `yes` runs only when the user agreed; the default button is Cancel.
    virtual void confirm(QWidget* parent, const Confirmation& question, std::function<void()> yes);
    /// As confirm(), with a line for a text. `required`: the verb waits until something is written.
    virtual void confirmWithText(QWidget* parent, const Confirmation& question, const QString& label,
                                 bool required, std::function<void(const QString& text)> yes);
    /// Draft guard: save / discard / stay.
    virtual void unsavedChanges(QWidget* parent, const QString& what, std::function<void()> discard);
    virtual void openFile(QWidget* parent, const QString& title, const QString& filter,
                          std::function<void(const QString& path)> chosen);
    /// As openFile(), for several at once.
    virtual void openFiles(QWidget* parent, const QString& title, const QString& filter,
                           std::function<void(const QStringList& paths)> chosen);
    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggestion,
                          const QString& filter, std::function<void(const QString& path)> chosen);

private:
    bool m_production = false;
};

} // namespace gatehouse::console
