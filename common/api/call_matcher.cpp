// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/call_matcher.h"

#include <QByteArrayList>
#include <QStringDecoder>

#include <algorithm>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

struct CallMatcher::Node {
    QHash<QByteArray, std::shared_ptr<Node>> fixed;
    std::unique_ptr<Node> parameter;
    std::vector<const CallInfo*> here;
    std::vector<const CallInfo*> tail;
};

struct CallMatcher::Walk {
    Method method;
    QByteArrayList segments;
    bool slash = false; ///< the path ends in one; only a tail cares
    QStringList parameters;
    Match found;
};

namespace {

/// Empty optional: not valid percent-encoding, or not UTF-8.
std::optional<QString> decoded(const QByteArray& segment)
{
    QByteArray bytes;
    bytes.reserve(segment.size());
    for (qsizetype i = 0; i < segment.size(); ++i) {
        if (segment[i] != '%') {
            bytes.append(segment[i]);
            continue;
        }
        bool ok = false;
        const int value = segment.mid(i + 1, 2).toInt(&ok, 16);
        if (!ok || i + 2 >= segment.size() || segment[i + 1] == '+' || segment[i + 1] == '-')
            return std::nullopt;
        bytes.append(char(value));
        i += 2;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    if (decoder.hasError() || text.contains(QChar(0)))
        return std::nullopt;
    return text;
}

/// Takes the call with the method, or notes which methods there are.
bool accept(const std::vector<const CallInfo*>& calls, Method method, CallMatcher::Match& found)
{
    const CallInfo* get = nullptr;
    for (const CallInfo* call : calls) {
        if (call->method == method) {
            found.call = call;
            return true;
        }
        if (call->method == Method::Get)
            get = call;
    }
    if (get && method == Method::Head) {
        found.call = get;
        return true;
    }
    for (const CallInfo* call : calls) {
        if (std::find(found.allowed.begin(), found.allowed.end(), call->method) == found.allowed.end())
            found.allowed.push_back(call->method);
    }
    return false;
}

} // namespace

QString CallMatcher::Match::parameter(const char* name) const
{
    const qsizetype place = call ? parameterNames(call->path).indexOf(QLatin1StringView(name)) : -1;
    return parameters.value(place);
}

CallMatcher::CallMatcher(std::initializer_list<Surface> surfaces)
    : m_root(std::make_unique<Node>())
{
    for (const CallInfo& call : callTable()) {
        if (std::find(surfaces.begin(), surfaces.end(), call.surface) != surfaces.end())
            add(call);
    }
}

CallMatcher::CallMatcher(std::span<const CallInfo> calls)
    : m_root(std::make_unique<Node>())
{
    for (const CallInfo& call : calls)
        add(call);
}

CallMatcher::~CallMatcher() = default;

void CallMatcher::add(const CallInfo& call)
{
    Node* node = m_root.get();
    const QByteArrayList segments = QByteArray(call.path).split('/');
    for (const QByteArray& segment : segments) {
        if (segment.isEmpty())
            continue;
        if (segment.endsWith(":path}")) {
            node->tail.push_back(&call);
            return;
        }
        if (segment.startsWith('{')) {
            if (!node->parameter)
                node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
            continue;
        }
        std::shared_ptr<Node>& next = node->fixed[segment];
        if (!next)
            next = std::make_shared<Node>();
        node = next.get();
    }
    node->here.push_back(&call);
}

void CallMatcher::walk(const Node& node, std::size_t depth, Walk& state) const
{
    const auto at = qsizetype(depth);
    if (at == state.segments.size()) {
        if (accept(node.here, state.method, state.found))
            state.found.parameters = state.parameters;
        else if (state.slash)
            walkTail(node, depth, state);
        return;
    }
    const QByteArray& segment = state.segments.at(at);
    if (const auto next = node.fixed.constFind(segment); next != node.fixed.cend()) {
        walk(**next, depth + 1, state);
        if (state.found.call)
            return;
    }
    const std::optional<QString> text = decoded(segment);
    if (node.parameter && text && !text->isEmpty()) {
        state.parameters.append(*text);
        walk(*node.parameter, depth + 1, state);
        state.parameters.removeLast();
        if (state.found.call)
            return;
    }
    walkTail(node, depth, state);
}

void CallMatcher::walkTail(const Node& node, std::size_t depth, Walk& state) const
{
    if (node.tail.empty())
        return;
    const QByteArrayList segments = state.segments.mid(qsizetype(depth));
    const QByteArray slash(state.slash && !segments.isEmpty() ? "/" : "");
    const std::optional<QString> rest = decoded(segments.join('/') + slash);
    if (rest && accept(node.tail, state.method, state.found))
        state.found.parameters = state.parameters + QStringList{*rest};
}

CallMatcher::Match CallMatcher::match(Method method, QByteArrayView path) const
{
    Walk state{method, path.toByteArray().split('/'), path.endsWith('/'), {}, {}};
    if (!path.startsWith('/'))
        return {};
    state.segments.removeFirst();
    if (!state.segments.isEmpty() && state.segments.last().isEmpty())
        state.segments.removeLast();
    walk(*m_root, 0, state);
    if (state.found.call)
        state.found.allowed.clear();
    return state.found;
}

} // namespace gatehouse
