// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int changesPerSeed = 400;

void run(const std::string& input)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

// One to three small edits of the kind that breaks parsers. The generator is fixed, so that failures come
// again.
std::string changed(std::string input, std::mt19937& random)
{
    static const std::string favourites("\r\n\0\t :;,%/.0fF\x7f\x80", 17);
    for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
        const std::size_t at = random() % (input.size() + 1);
        const char byte = favourites[random() % favourites.size()];
        switch (random() % 4) {
        case 0:
            input.insert(at, 1, byte);
            break;
        case 1:
            input.erase(at, 1 + random() % 3);
            break;
        case 2:
            input.insert(at, input.substr(random() % (input.size() + 1), random() % 20));
            break;
        default:
            if (at < input.size())
                input[at] = byte;
        }
    }
    return input;
}

} // namespace

int main(int argc, char** argv)
{
    int seeds = 0;
    std::mt19937 random(1);
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string seed{std::istreambuf_iterator<char>(file), {}};
            run(seed);
            for (int change = 0; change < changesPerSeed; ++change)
                run(changed(seed, random));
            ++seeds;
        }
    }
    std::printf("%d seeds, %d inputs\n", seeds, seeds * (changesPerSeed + 1));
    return seeds > 0 ? 0 : 1;
}
