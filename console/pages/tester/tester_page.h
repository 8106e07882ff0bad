// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"
#include "console/models/curl.h"
#include "console/widgets/page.h"

class QListWidget;

namespace gatehouse::console {

class AnswerView;
class RequestForm;

/// Sends a request through the traffic listener as a client would, and shows what comes back. The history
/// lives as long as the window and holds no credential.
class TesterPage : public Page {
    Q_OBJECT
public:
    TesterPage(PageContext& context, QWidget* parent = nullptr);
    ~TesterPage() override;
    void activate() override;
    void refresh() override {}
    void restoreState(const QUrlQuery& query) override;
    QString helpTopic() const override { return QStringLiteral("tester"); }

private:
    struct Past {
        TrafficCall call;
        TrafficAnswer answer;
    };
    QWidget* buildHistory();
    void send();
    void burst();
    /// What stands in the form, with and without its credential; nothing when it cannot be sent, which is
    /// told.
    bool ready(TrafficCall& call, TrafficCall& sent);
    void sendTraced(const TrafficCall& call, const TrafficCall& sent);
    void sendDirectly(const TrafficCall& call, const TrafficCall& sent);
    void took(const TrafficCall& call, const TrafficAnswer& answer);
    void copyCurl();
    /// With the header that carries the credential; false: there is none to send.
    bool addCredential(TrafficCall& call, bool masked);
    TrafficCaller m_caller;
    RequestForm* m_form;
    AnswerView* m_answer;
    QListWidget* m_history;
    QList<Past> m_past; ///< newest first
};

} // namespace gatehouse::console
