// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/help_dialog.h"

#include "common/api/docs_page.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QLocale>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr auto startTopic = "start"_L1;

/// The page below which every group of calls of the admin API has one of its own, made from their table.
constexpr auto reference = "reference"_L1;
constexpr auto referencePrefix = "reference-"_L1;

/// The group of calls that the topic is about; empty: it is no such topic.
QString callsOf(const QString& topic)
{
    const QString group =
        topic.startsWith(referencePrefix) ? topic.sliced(referencePrefix.size()) : QString();
    return docsGroups(callTable()).contains(group) ? group : QString();
}

bool isTopic(const QString& topic)
{
    return !topic.isEmpty() && (!HelpDialog::pagePath(topic, {}).isEmpty() || !callsOf(topic).isEmpty());
}

QString linksToCalls()
{
    QString links;
    for (const QString& group : docsGroups(callTable()))
        links += u"- [%1](%2%1.md)\n"_s.arg(group, referencePrefix);
    return links;
}

} // namespace

const QStringList& HelpDialog::editions()
{
    static const QStringList all{u"de"_s};
    return all;
}

QString HelpDialog::pagePath(const QString& topic, const QString& language)
{
    const QString own = u":/help/%1/%2.md"_s.arg(language, topic);
    if (editions().contains(language) && QFile::exists(own))
        return own;
    const QString english = u":/help/%1.md"_s.arg(topic);
    return QFile::exists(english) ? english : QString();
}

HelpDialog::HelpDialog(const QString& topic, QWidget* parent)
    : QDialog(parent)
    , m_text(new QTextBrowser(this))
{
    setObjectName(u"helpDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Help"));
    resize(tokens::paletteWidth + tokens::groupGap, tokens::dialogWidth);
    m_text->setAccessibleName(tr("Help page"));
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(tokens::spaceL);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_back = buttons->addButton(tr("Back"), QDialogButtonBox::ActionRole);
    m_back->setObjectName(u"helpBack"_s);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_text);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_text, &QTextBrowser::anchorClicked, this, &HelpDialog::follow);
    connect(m_back, &QPushButton::clicked, this, &HelpDialog::goBack);
    showTopic(isTopic(topic) ? topic : QString(startTopic));
}

void HelpDialog::showTopic(const QString& topic)
{
    m_topic = topic;
    const QString path = pagePath(topic, QLocale().name().section(u'_', 0, 0));
    QFile page(path);
    if (path.isEmpty())
        m_text->setHtml(docsGroup(callTable(), callsOf(topic)));
    else if (page.open(QIODevice::ReadOnly))
        m_text->setMarkdown(QString::fromUtf8(page.readAll()) +
                            (topic == reference ? linksToCalls() : QString()));
    m_back->setEnabled(!m_before.isEmpty());
}

/// Links name files as they lie beside each other: "apis.md".
void HelpDialog::follow(const QUrl& link)
{
    QString topic = link.path();
    if (topic.endsWith(u".md"_s))
        topic.chop(3);
    if (!link.isRelative() || !isTopic(topic))
        return;
    m_before.append(m_topic);
    showTopic(topic);
}

void HelpDialog::goBack()
{
    if (!m_before.isEmpty())
        showTopic(m_before.takeLast());
}

} // namespace gatehouse::console
