#include "../../src/data/inflater.hpp"

#include <algorithm>
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <optional>
#include <random>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "support/temp_files.hpp"

namespace upcross::detail {
namespace {

using test::gzip;
using State = Inflater::State;

struct Result {
  std::string text = {};
  State state = State::member_goes_on;
  std::string fault = {};
  std::size_t left = 0;  ///< bytes behind the member

  bool operator==(const Result&) const = default;
};

/// Inflates a member, handed over in pieces of `step` bytes, into pieces of `room` bytes.
Result inflated(Inflater& inflater, const std::string& packed, std::size_t step, std::size_t room) {
  Result result;
  std::string to(room, '\0');
  inflater.begin_member();
  for (std::size_t at = 0; at < packed.size() && result.state == State::member_goes_on;) {
    std::span<const char> in = std::span(packed).subspan(at, std::min(step, packed.size() - at));
    std::span<char> out = to;
    const std::size_t given = in.size();
    result.state = inflater.inflate(in, out);
    result.text.append(to, 0, to.size() - out.size());
    at += given - in.size();
    result.left = packed.size() - at;
    if (given == in.size() && out.size() == to.size()) break;
  }
  if (result.state == State::failed) result.fault = inflater.fault();
  return result;
}

std::string some_text(std::size_t size) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < size) text += std::to_string(random() % 500) + ",";
  return text;
}

#if defined(__x86_64__)
/// Whether the processor holds anything in the upper halves of its vector registers; nothing where
/// it does not tell.
std::optional<bool> upper_halves_are_used() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned has_xsave = 1U << 27, tells_use = 1U << 2, upper_halves = 1U << 2;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & has_xsave) == 0) return std::nullopt;
  if (__get_cpuid_count(13, 1, &a, &b, &c, &d) == 0 || (a & tells_use) == 0) return std::nullopt;
  asm volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(1));
  return (a & upper_halves) != 0;
}

TEST(Inflater, LeavesTheUpperHalvesOfVectorRegistersUnused) {
  const std::string packed = gzip(some_text(20000));
  std::string room(100000, '\0');
  const auto inflater = fastest_inflater();
  inflater->begin_member();
  std::span<const char> in = packed;
  std::span<char> out = room;
  inflater->inflate(in, out);
  const std::optional<bool> used = upper_halves_are_used();
  if (!used) GTEST_SKIP() << "the processor does not tell";
  EXPECT_FALSE(*used) << "each instruction of SSE waits for the last one now";
}
#endif

TEST(Inflater, GivesTheMemberAndNothingBehindItHoweverItIsCut) {
  const std::string text = some_text(20000);
  const std::string packed = gzip(text);
  for (const auto make : {zlib_inflater, fastest_inflater}) {
    const auto inflater = make();
    for (const std::size_t step : {1U, 2U, 7U, 100U, 100000U}) {
      for (const std::size_t room : {1U, 300U, 100000U}) {
        const Result result = inflated(*inflater, packed + "PK", step, room);
        ASSERT_TRUE(result == (Result{text, State::member_has_ended, "", 2}))
            << step << ' ' << room;
      }
    }
  }
}

TEST(Inflater, FindsADamagedEnd) {
  const std::string packed = gzip(some_text(5000));
  for (const auto make : {zlib_inflater, fastest_inflater}) {
    const auto inflater = make();
    for (std::size_t from_end = 1; from_end <= 8; ++from_end) {
      std::string damaged = packed;
      damaged[damaged.size() - from_end] ^= 1;
      for (const std::size_t step : {1U, 5U, 100000U}) {
        const Result result = inflated(*inflater, damaged, step, 3000);
        EXPECT_EQ(result.state, State::failed);
        EXPECT_EQ(result.fault, from_end <= 4 ? "incorrect length check" : "incorrect data check");
      }
    }
  }
}

TEST(Inflater, TakesTheSameDamageForDamageAsZlib) {
  const std::string text = some_text(3000);
  const std::string packed = gzip(text);
  const auto zlib = zlib_inflater();
  const auto fastest = fastest_inflater();
  std::mt19937 random(2);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = packed;
    damaged[random() % damaged.size()] ^= static_cast<char>(1U << random() % 8);
    damaged.resize(damaged.size() - (random() % 4 == 0 ? random() % damaged.size() : 0));
    const std::size_t step = 1 + random() % damaged.size();
    const Result expected = inflated(*zlib, damaged, step, 1 + random() % 4000);
    const Result result = inflated(*fastest, damaged, step, 1 + random() % 4000);
    ASSERT_EQ(result.state == State::member_has_ended, expected.state == State::member_has_ended);
    if (result.state != State::member_has_ended) continue;
    ASSERT_EQ(result.text, expected.text);
  }
}

TEST(Inflater, KnowsASecondMemberThatIsNoGzip) {
  for (const auto make : {zlib_inflater, fastest_inflater}) {
    const auto inflater = make();
    EXPECT_EQ(inflated(*inflater, "\x1fx", 2, 10).fault, "incorrect header check");
    EXPECT_EQ(inflated(*inflater, "\x1fx", 1, 10).fault, "incorrect header check");
  }
}

}  // namespace
}  // namespace upcross::detail
