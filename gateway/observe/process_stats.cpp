// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/process_stats.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace gatehouse::observe {

namespace {

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

} // namespace

ProcessStats ProcessStats::read()
{
    ProcessStats stats;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        stats.m_values[Metric::CpuSeconds] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0)
        stats.m_values[Metric::MaxFds] = static_cast<double>(files.rlim_cur);
    std::ifstream memory("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    if (memory >> pages >> resident) {
        const auto pageSize = static_cast<double>(sysconf(_SC_PAGESIZE));
        stats.m_values[Metric::VirtualBytes] = pages * pageSize;
        stats.m_values[Metric::ResidentBytes] = resident * pageSize;
        stats.m_values[Metric::MemoryUsage] = resident * pageSize;
    }
    const auto countEntries = [](const char* path) -> std::optional<double> {
        std::error_code error;
        double count = 0;
        for (std::filesystem::directory_iterator it(path, error), end; !error && it != end;
             it.increment(error))
            ++count;
        return error ? std::nullopt : std::optional(count);
    };
    if (const auto open = countEntries("/proc/self/fd"))
        stats.m_values[Metric::OpenFds] = *open - 1; // the directory itself was open
    if (const auto threads = countEntries("/proc/self/task"))
        stats.m_values[Metric::ThreadCount] = *threads;
    return stats;
}

double ProcessStats::residentBytes()
{
    std::ifstream memory("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    return memory >> pages >> resident ? resident * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

std::optional<double> ProcessStats::value(Metric metric) const
{
    const auto it = m_values.find(metric);
    return it == m_values.end() ? std::nullopt : std::optional(it->second);
}

} // namespace gatehouse::observe
