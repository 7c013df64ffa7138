#include "../../src/data/byte_marks.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace upcross::detail {
namespace {

/// Bytes of which many are, or nearly are, one of the two.
std::string random_bytes(std::mt19937& random, std::size_t size) {
  static const std::string near = std::string(",\n-+\x0b\x09\xac\x8a\xff\x01", 10) + '\0';
  std::string bytes;
  while (bytes.size() < size) {
    bytes += random() % 2 == 0 ? near[random() % near.size()] : static_cast<char>(random() % 256);
  }
  return bytes;
}

std::uint64_t plain_marks(const std::string& block, char a, char b) {
  std::uint64_t marks = 0;
  for (std::size_t i = 0; i < mark_block; ++i) {
    if (block[i] == a || block[i] == b) marks |= std::uint64_t{1} << i;
  }
  return marks;
}

TEST(ByteMarks, AreThoseOfThePlainLoopOnEveryProcessor) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    const std::string block = random_bytes(random, mark_block);
    for (const char delimiter : {',', '\t', '|', '\x7f'}) {
      const std::uint64_t expected = plain_marks(block, delimiter, '\n');
      ASSERT_EQ(marks_of(block.data(), delimiter, '\n'), expected);
      ASSERT_EQ(marks_by_words(block.data(), delimiter, '\n'), expected);
    }
  }
}

TEST(MarkFinder, FindsTheNextMarkFromEveryPlaceInAnyOrder) {
  std::mt19937 random(2);
  for (const int rare : {1, 40, 400}) {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
      text += random() % static_cast<unsigned>(rare) == 0 ? (random() % 2 == 0 ? ',' : '\n') : 'x';
    }
    text += '\n' + std::string(2 * mark_block, ',');
    MarkFinder marks(',', '\n');
    for (std::size_t from = 0; from <= 1000; ++from) {
      for (const std::size_t start : {from, std::size_t{random() % 1001}}) {
        const std::size_t found = marks.find(text.data(), start);
        ASSERT_EQ(found, text.find_first_of(",\n", start));
        ASSERT_EQ(marks.find_next(text.data()), text.find_first_of(",\n", found + 1));
      }
    }
  }
}

TEST(MarkFinder, ForgetsBytesThatHaveChanged) {
  std::string text(2 * mark_block, 'x');
  text[10] = '\n';
  MarkFinder marks(',', '\n');
  EXPECT_EQ(marks.find(text.data(), 0), 10U);
  text[5] = ',';
  marks.forget();
  EXPECT_EQ(marks.find(text.data(), 0), 5U);
}

}  // namespace
}  // namespace upcross::detail
