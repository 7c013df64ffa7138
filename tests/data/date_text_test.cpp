#include "../../src/data/date_text.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace upcross::detail {
namespace {

struct Case {
  std::string_view text;
  std::string_view expected;  ///< ISO; empty = none
};

void expect_times(const DateFormats& formats, const std::vector<Case>& cases) {
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(parse_time(text, formats), parse_iso_time(expected)) << text;
  }
}

DateFormats in(std::string_view format) { return {.given = parse_date_pattern(format)}; }

TEST(DateText, ReadsWhatTheFormOfADateTells) {
  expect_times({}, {{"2011-02-01", "2011-02-01"},
                    {"2011-02-01 10:12:13 -0500", "2011-02-01 10:12:13"},
                    {"01.02.2011", "2011-02-01"},
                    {"1.2.2011", "2011-02-01"},
                    {"1.2.11", "2011-02-01"},
                    {"01.02.2011 8:26", "2011-02-01 08:26"},
                    {"01.02.2011 08:26:30", "2011-02-01 08:26:30"},
                    {"20110201", "2011-02-01"},
                    {"2011/02/01", "2011-02-01"},
                    {"2011.02.01", "2011-02-01"},
                    {"03/04/2011", ""},
                    {"13/04/2011", ""},
                    {"01022011", ""},
                    {"201102", ""},
                    {"31.02.2011", ""},
                    {"1.2", ""},
                    {"1.2.", ""},
                    {".", ""},
                    {"1.2.011", ""},
                    {"01.02.2011 25:00", ""},
                    {"01.02.2011 10:00 x", ""},
                    {"01.02.2011x", ""},
                    {"", ""}});
}

TEST(DateText, LooksPastWeekdaysAndZones) {
  expect_times({.order = DateOrder::month_first},
               {{"2024-01-03 10:22:31 UTC", "2024-01-03 10:22:31"},
                {"03.01.24 10:22 Uhr", "2024-01-03 10:22"},
                {"20240103T102231", "2024-01-03 10:22:31"},
                {"20240103 102231", "2024-01-03 10:22:31"},
                {"20240103T252231", ""},
                {"Mi, 03.01.2024", "2024-01-03"},
                {"Wed 1/3/2024", "2024-01-03"},
                {"Monday, 2024-01-03", "2024-01-03"},
                {"Mi, ", ""},
                {"Monat 03.01.2024", ""},
                {"Xy, 03.01.2024", ""}});
}

TEST(DateText, ReadsShortYearsOnlyInAnOrderThatIsProven) {
  EXPECT_EQ(proven_order("1/13/24"), DateOrder::month_first);
  EXPECT_EQ(proven_order("Sat 1/13/24"), DateOrder::month_first);
  for (const char* text : {"1/3/24", "13/1/24", "25/12/24", "Sat 13/1/24"}) {
    EXPECT_EQ(proven_order(text), DateOrder::undecided) << text;
  }
  expect_times({.order = DateOrder::month_first},
               {{"1/13/24", "2024-01-13"}, {"12/5/24 3:05 PM", "2024-12-05 15:05"}});
  expect_times({}, {{"1/3/24", ""}});
}

TEST(DateText, ReadsNamesOfMonths) {
  const std::vector<Case> cases = {{"31 Jan 2021", "2021-01-31"},
                                   {"31. Januar 2021", "2021-01-31"},
                                   {"31-JAN-21", "2021-01-31"},
                                   {"31.Jan.2021", "2021-01-31"},
                                   {"1 Sept 2021 8:26 PM", "2021-09-01 20:26"},
                                   {"Jan 31, 2021", "2021-01-31"},
                                   {"December 1, 2021 10:12:13", "2021-12-01 10:12:13"},
                                   {"Dec 1, 2021, 10:12:13 AM", "2021-12-01 10:12:13"},
                                   {"3. M\u00e4rz 2021", "2021-03-03"},
                                   {"3. M\u00c4R. 2021", "2021-03-03"},
                                   {"03-Mrz-2021", "2021-03-03"},
                                   {"4 Mai 21", "2021-05-04"},
                                   {"4 Okt 2021", "2021-10-04"},
                                   {"24. Dez. 2021", "2021-12-24"},
                                   {"31 Feb 2021", ""},
                                   {"31 Ja 2021", ""},
                                   {"31 Januarius 2021", ""},
                                   {"Jan 2021", ""},
                                   {"Jan", ""},
                                   {"31 Jan", ""},
                                   {"31 Jan 2021x", ""},
                                   {"321 Jan 2021", ""}};
  expect_times({}, cases);
  expect_times(in("dd/mm/yyyy"), cases);
}

TEST(DateText, KnowsDatesWithoutYear) {
  for (const std::string_view text : {"3101", "101", "01.02", "1.2."}) {
    EXPECT_TRUE(has_no_year(text)) << text;
  }
  for (const std::string_view text :
       {"", "1", "12", "20110", "20110201", "1.2.11", "01.", "12a4"}) {
    EXPECT_FALSE(has_no_year(text)) << text;
  }
}

TEST(DateText, ReadsSlashesInTheOrderOfTheFile) {
  expect_times({.order = DateOrder::month_first}, {{"12/31/2010", "2010-12-31"},
                                                   {"3/4/2011 8:26 PM", "2011-03-04 20:26"},
                                                   {"3/4/2011 12:26:01 am", "2011-03-04 00:26:01"},
                                                   {"3/4/2011 13:26 PM", ""},
                                                   {"31/12/2010", ""}});
  expect_times({.order = DateOrder::day_first},
               {{"31/12/2010", "2010-12-31"}, {"03-04-2011", "2011-04-03"}, {"12/31/2010", ""}});
}

TEST(DateText, ReadsAGivenFormatAndIso) {
  expect_times(in("dd.mm.yyyy"), {{"01.02.2011", "2011-02-01"},
                                  {"1.2.2011", "2011-02-01"},
                                  {"2011-02-01", "2011-02-01"},
                                  {"01/02/2011", ""},
                                  {"01.02.11", ""}});
  expect_times(in("mm/dd/yy"), {{"12/31/10", "2010-12-31"}, {"12/31/75", "1975-12-31"}});
  expect_times(in("yyyymmdd"), {{"20110201", "2011-02-01"}, {"2011021", ""}});
  expect_times(in("ddmmyyyy"), {{"01022011", "2011-02-01"}});
  expect_times(in("TT.MM.JJJJ HH:MM"), {{"01.02.2011 08:26", "2011-02-01 08:26"}});
}

TEST(DateText, KnowsFormatsByTheirThreeParts) {
  for (const std::string_view format : {"dd.mm.yyyy", "m/d/yy", "YYYY-MM-DD", "ddmmyyyy"}) {
    EXPECT_TRUE(parse_date_pattern(format)) << format;
  }
  for (const std::string_view format :
       {"", "dd.mm", "dd.mm.yyy", "d.m.y", "dd.mm/yyyy", "%d.%m.%Y", "dd.mm.dd", "..ddmmyyyy",
        "dd.mmyyyy", "dd.mm.yyyy.", "dd1mm1yyyy", "ddd.mm.yyyy"}) {
    EXPECT_FALSE(parse_date_pattern(format)) << format;
  }
}

TEST(DateText, ADayAboveTwelveProvesTheOrder) {
  EXPECT_EQ(proven_order("13/04/2011"), DateOrder::day_first);
  EXPECT_EQ(proven_order("04/13/2011 10:00"), DateOrder::month_first);
  for (const std::string_view text : {"03/04/2011", "31/31/2011", "13.04.2011", "2011-04-13", ""}) {
    EXPECT_EQ(proven_order(text), DateOrder::undecided) << text;
  }
}

}  // namespace
}  // namespace upcross::detail
