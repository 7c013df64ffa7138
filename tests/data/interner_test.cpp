#include "data/interner.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace upcross::detail {
namespace {

/// Ids of 0 to 40 bytes, many with the same first and last ones, and enough for the table to grow.
std::vector<std::string> hostile_ids() {
  std::vector<std::string> ids = {"", std::string(1, '\0'), std::string(2, '\0'), "\xff"};
  for (std::size_t size = 1; size <= 40; ++size) {
    ids.emplace_back(size, 'a');
    ids.emplace_back(std::string(size, 'a') + '\0');
    ids.emplace_back(std::string(size, 'a') + "\xff");
    ids.emplace_back("aaaaaaaa" + std::string(size, 'b') + "aaaaaaaa");
  }
  for (int i = 0; i < 3000; ++i) ids.push_back("INV-" + std::to_string(331680 + 7 * i));
  return ids;
}

TEST(Interner, NumbersIdsInTheOrderInWhichTheyAreFirstSeen) {
  Interner interner;
  std::map<std::string, std::uint32_t> numbers;
  const std::vector<std::string> ids = hostile_ids();
  for (std::size_t i = 0; i < 3 * ids.size(); ++i) {
    const std::string& id = ids[i * i % ids.size()];
    const auto expected = numbers.try_emplace(id, static_cast<std::uint32_t>(numbers.size()));
    EXPECT_EQ(interner.intern(id), expected.first->second);
    EXPECT_EQ(interner.intern(id), expected.first->second) << "a second time";
  }
  EXPECT_EQ(interner.size(), numbers.size());
  for (const auto& [id, number] : numbers) EXPECT_EQ(interner[number], id);
}

TEST(Interner, SortsIdsByTheirBytes) {
  Interner interner;
  std::vector<std::string> ids = hostile_ids();
  std::ranges::reverse(ids);
  for (const std::string& id : ids) interner.intern(id);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<std::string> sorted;
  for (const std::uint32_t number : interner.sorted()) sorted.emplace_back(interner[number]);
  EXPECT_EQ(sorted, ids);
}

}  // namespace
}  // namespace upcross::detail
