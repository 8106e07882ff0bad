// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/spawn.h"

#include "gateway/net/socket.h"

#include <QFile>

#include <algorithm>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

std::vector<char*> pointers(QByteArrayList& texts)
{
    std::vector<char*> list;
    for (QByteArray& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

QByteArrayList environmentOf(const Spawn& spawn)
{
    QByteArrayList all;
    for (char** entry = environ; *entry; ++entry) {
        const QByteArray line(*entry);
        const QByteArray name = line.left(line.indexOf('='));
        const bool replaced = std::any_of(spawn.set.begin(), spawn.set.end(),
                                          [&](const auto& variable) { return variable.first == name; });
        if (!replaced && !spawn.unset.contains(name))
            all.append(line);
    }
    for (const auto& [name, value] : spawn.set)
        all.append(name + '=' + value);
    return all;
}

void cleanSignals(posix_spawnattr_t& attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

} // namespace

Result<pid_t> Spawn::run() const
{
    const int first = firstSpawnDescriptor;
    const int behind = first + int(descriptors.size());
    // Out of the way first: a target number may be the source of another descriptor.
    std::vector<net::Fd> sources;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
        sources.emplace_back(::fcntl(descriptors[i], F_DUPFD_CLOEXEC, behind));
        posix_spawn_file_actions_adddup2(&actions, sources.back().get(), first + int(i));
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, behind);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    cleanSignals(attributes);
    const QByteArray path = QFile::encodeName(program);
    QByteArrayList words{path};
    for (const QString& argument : arguments)
        words.append(argument.toLocal8Bit());
    QByteArrayList variables = environmentOf(*this);
    pid_t process = 0;
    const int error = ::posix_spawn(&process, path.constData(), &actions, &attributes, pointers(words).data(),
                                    pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return Error::unavailable(
            u"cannot start %1: %2"_s.arg(program, QString::fromStdString(net::errnoText(error))));
    return process;
}

} // namespace gatehouse::app
