#include <chrono>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>

#include <upcross/core/date.hpp>

namespace upcross {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::year_month_day;

constexpr Day day = std::chrono::sys_days{2021y / 3 / 4};

std::string digits(int year, unsigned month, unsigned day_of_month) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, day_of_month);
  return text;
}

TEST(Date, AgreesWithTheCalendarOnEveryDayFrom1890To2110) {
  for (Day d = std::chrono::sys_days{1890y / 1 / 1}; d < std::chrono::sys_days{2110y / 1 / 1};
       d += days{1}) {
    const year_month_day date(d);
    const std::string text =
        digits(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
               static_cast<unsigned>(date.day()));
    ASSERT_EQ(iso(d), text);
    ASSERT_EQ(parse_iso_day(text), d);
    ASSERT_EQ(parse_iso_time(text), Time{d});
  }
}

TEST(Date, HasFourDigitsOfTheYearAtLeast) {
  EXPECT_EQ(iso(std::chrono::sys_days{33y / 1 / 2}), "0033-01-02");
  EXPECT_EQ(iso(std::chrono::sys_days{12345y / 11 / 30}), "12345-11-30");
}

TEST(Date, RefusesExactlyTheDaysThatDoNotExist) {
  for (int year : {1900, 2000, 2011, 2012}) {
    for (unsigned month = 0; month <= 13; ++month) {
      for (unsigned d = 0; d <= 32; ++d) {
        const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                  std::chrono::day{d}};
        EXPECT_EQ(parse_iso_day(digits(year, month, d)).has_value(), date.ok())
            << digits(year, month, d);
      }
    }
  }
}

TEST(Date, ReadsTheTimeOfDay) {
  EXPECT_EQ(parse_iso_time("2021-03-04T05:06"), day + 5h + 6min);
  EXPECT_EQ(parse_iso_time("2021-03-04 05:06:07"), day + 5h + 6min + 7s);
  EXPECT_EQ(parse_iso_time("2021-03-04 23:59:59.999999"), day + 24h - 1s);
  EXPECT_EQ(parse_iso_time("2021-03-04 00:00:00"), Time{day});
}

TEST(Date, KeepsTheDayOfTheTillWhateverItsOffset) {
  EXPECT_EQ(parse_iso_time("2021-03-04T05:06:07Z"), day + 5h + 6min + 7s);
  EXPECT_EQ(parse_iso_time("2021-03-04T00:30+02:30"), day + 30min);
  EXPECT_EQ(parse_iso_time("2021-03-04T23:00:00.5-05:00"), day + 23h);
}

TEST(Date, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2021",
                           "2021-03",
                           "2021-3-4",
                           "21-03-04",
                           "20210304",
                           "2021/03/04",
                           "03/04/2011",
                           "04.03.2021",
                           "2021-03-04T",
                           "2021-03-04 ",
                           " 2021-03-04",
                           "2021-03-04x",
                           "2021-03-04 5:06",
                           "2021-03-04 24:00",
                           "2021-03-04 05:60",
                           "2021-03-04 05:06:60",
                           "2021-03-04 05:06:07.",
                           "2021-03-04 05:06:07.x",
                           "2021-03-04 05:06Zx",
                           "2021-03-04 05:06+230",
                           "2021-03-04 05:06+24:00",
                           "2021-03-04 05:06-",
                           "2021-03-04 05",
                           "-021-03-04",
                           "2021-03-0:",
                           "2021-03-04Z",
                           "+2021-03-04"}) {
    EXPECT_EQ(parse_iso_time(text), std::nullopt) << text;
    EXPECT_EQ(parse_iso_day(text), std::nullopt) << text;
  }
}

TEST(Date, ADayHasNoTimeOfDay) { EXPECT_EQ(parse_iso_day("2021-03-04T00:00"), std::nullopt); }

TEST(Date, ReadsEveryPrefixAndCorruptionWithoutFault) {
  const std::string whole = "2021-03-04T05:06:07.25+02:30";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = whole.substr(0, size);
      if (!text.empty()) text.back() = static_cast<char>(byte);
      const auto time = parse_iso_time(text);
      EXPECT_LT(time.value_or(Time{day}), day + 35 * days{1});
    }
  }
}

}  // namespace
}  // namespace upcross
