// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/help_dialog.h"

#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString pagePath(const QString& topic)
{
    return u":/help/"_s + topic + u".md"_s;
}

} // namespace

HelpDialog::HelpDialog(const QString& topic, QWidget* parent)
    : QDialog(parent)
    , m_topic(!topic.isEmpty() && QFile::exists(pagePath(topic)) ? topic : u"start"_s)
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
    QFile page(pagePath(m_topic));
    if (page.open(QIODevice::ReadOnly))
        m_text->setMarkdown(QString::fromUtf8(page.readAll()));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_text);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace gatehouse::console
