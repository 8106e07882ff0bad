// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/principal.h"
#include "gateway/admin/v1/v1.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace gatehouse;
using namespace gatehouse::admin::v1;
using namespace Qt::Literals::StringLiterals;

class TestV1Page : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesAreWhatSortingEverythingGives();
};

namespace {

SortKey noKey(const Consumer&)
{
    return {};
}

} // namespace

/// Ids begin alike, or are short, or are parts of each other; many documents are of one moment.
void TestV1Page::pagesAreWhatSortingEverythingGives()
{
    std::mt19937 random(17);
    const QStringList heads{u""_s, u"a"_s, u"ab"_s, u"abc"_s, u"abcd"_s, u"abcde"_s, u"\u00e4b"_s, u"zz"_s};
    std::vector<Consumer> documents(700);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        documents[i].id = heads[qsizetype(random() % 8)] + QString::number(i);
        documents[i].createdAt = {qint64(random() % 5)};
    }
    std::vector<const Consumer*> expected;
    for (const Consumer& each : documents)
        expected.push_back(&each);
    std::vector<const Consumer*> found = expected;
    std::sort(expected.begin(), expected.end(), [](const Consumer* a, const Consumer* b) {
        return a->createdAt != b->createdAt ? a->createdAt > b->createdAt : a->id < b->id;
    });
    ListWish wish;
    wish.size = 64;
    for (wish.page = 1; wish.page <= 13; ++wish.page) {
        std::shuffle(found.begin(), found.end(), random);
        const auto from = std::min(expected.size(), std::size_t(wish.page - 1) * 64);
        const auto to = std::min(expected.size(), from + 64);
        const std::vector<const Consumer*> page(expected.begin() + std::ptrdiff_t(from),
                                                expected.begin() + std::ptrdiff_t(to));
        QVERIFY(pageOf(found, wish, noKey) == page);
    }
}

QTEST_GUILESS_MAIN(TestV1Page)
#include "tst_v1_page.moc"
