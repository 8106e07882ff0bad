// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gateway/control/plane_fixture.h"
#include "tests/gateway/control/snapshot_text.h"

#include <QTest>

namespace gatehouse::control {

/// Base of the tests of what documents compile to: each test has a control plane of its own.
class CompilerTest : public QObject {
protected:
    void begin()
    {
        m_f = std::make_unique<PlaneFixture>();
        QVERIFY(m_f->start());
    }
    void end() { m_f.reset(); }
    std::string chainOf(const std::string& path)
    {
        const proxy::Route* route = m_f->snapshot().routes.find({}, path);
        return route ? SnapshotText::chain(*m_f->snapshot().chains.find(route->api->chain))
                     : std::string("no route");
    }
    const proxy::ApiRuntime* at(const std::string& path, const std::string& host = {})
    {
        const proxy::Route* route = m_f->snapshot().routes.find(host, path);
        return route ? route->api.get() : nullptr;
    }
    std::unique_ptr<PlaneFixture> m_f;
};

} // namespace gatehouse::control
