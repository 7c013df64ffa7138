#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/assessment.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

/// Eleven services with long and broken names, a good, lines without account.
Dataset awkward_data() {
  DatasetBuilder builder;
  std::vector<test::Line> lines = {{"a", "mug", "2020-01-01", 1234.0, 1000.0},
                                   {"", "mug", "2020-01-01"}};
  for (int p = 10; p < 21; ++p) {
    const std::string id = "POST" + std::to_string(p);
    builder.add_product(id, {.name = "Porto\n" + std::string(30, 'x') + " für\x7f lange Wege und " +
                                     std::string(30, 'y') + " Porto"});
    lines.push_back({"a", id, "2020-01-01"});
  }
  return test::dataset_of(lines, std::move(builder));
}

std::vector<std::string> lines_of_text(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t characters(const std::string& line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

nlohmann::json json_of(const Dataset& data) {
  std::ostringstream out;
  write_assessment_json(out, assess(data), data);
  return nlohmann::json::parse(out.str());
}

TEST(AssessmentText, IsOnePage) {
  const Dataset data = test::dataset_of({{"a", "mug", "2020-01-01"}});
  EXPECT_LE(lines_of_text(assessment_text(assess(data), data)).size(), 60U);
}

TEST(AssessmentText, HasLinesThatFit) {
  const Dataset data = awkward_data();
  const auto lines = lines_of_text(assessment_text(assess(data), data));
  for (const std::string& line : lines) {
    EXPECT_LE(characters(line), 100U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    EXPECT_EQ(line.find('\x7f'), std::string::npos) << line;
  }
}

TEST(AssessmentText, SaysNumbersAsPeopleDoAndWhatSuffersWithoutAColumn) {
  const Dataset data = awkward_data();
  const std::string text = assessment_text(assess(data), data);
  for (const char* words : {"1,234,011", "margins stay empty", "no account", "and 1 more",
                            "2020-01-01", "a product never bought"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  }
}

TEST(AssessmentText, MarksTheKindsThatAreNotComputed) {
  const Dataset data = awkward_data();
  const std::string text = assessment_text(assess(data), data);
  for (const KindAssessment& one : assess(data).kinds) {
    const bool marked = text.find("  " + std::string(one.kind) + " *") != std::string::npos;
    EXPECT_EQ(marked, !parse_kind(one.kind)) << one.kind;
  }
}

TEST(AssessmentText, SaysUnknownWhereThereIsNothing) {
  const Dataset nothing = DatasetBuilder().build();
  const std::string text = assessment_text(assess(nothing), nothing);
  EXPECT_NE(text.find("unknown"), std::string::npos);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(AssessmentJson, HoldsAllOfTheAssessment) {
  const Dataset data = awkward_data();
  const nlohmann::json page = json_of(data);
  EXPECT_EQ(page["purchase_lines"], 12);
  EXPECT_EQ(page["left_out_lines"], 1);
  EXPECT_EQ(page["left_out"]["no account"], 1);
  EXPECT_EQ(page["first_day"], "2020-01-01");
  EXPECT_EQ(page["revenue"], 1234011.0);
  EXPECT_EQ(page["density"], 1.0);
  EXPECT_EQ(page["dates_plausible"], true);
  EXPECT_EQ(page["suspected_non_goods"].size(), 11U);
  EXPECT_EQ(page["columns"].size(), assess(data).columns.size());
  EXPECT_EQ(page["kinds"][0]["kind"], "cross_sell");
  EXPECT_EQ(page["kinds"][0]["computed"], true);
  EXPECT_EQ(page["kinds"][0]["verdict"], "not possible");
}

TEST(AssessmentJson, UnknownNumbersAndDaysAreNull) {
  const nlohmann::json page = json_of(DatasetBuilder().build());
  for (const char* field : {"revenue", "density", "top_accounts_share", "first_day"}) {
    EXPECT_TRUE(page.at(field).is_null()) << field;
  }
}

}  // namespace
}  // namespace upcross
