#include <clocale>
#include <map>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <upcross/core/error.hpp>
#include <upcross/report/write.hpp>

#include "report/catalogue.hpp"

namespace upcross {
namespace {

using test::bought;
using test::offer;
using test::others;
using Record = std::map<std::string, std::string>;

/// A reader of its own: RFC 4180, nothing more.
std::vector<std::vector<std::string>> fields_of(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    std::string& field = lines.back().back();
    if (csv[i] == '"' && quoted && csv.substr(i + 1, 1) == "\"") {
      field += csv[i++];
    } else if (csv[i] == '"') {
      quoted = !quoted;
    } else if (csv[i] == ',' && !quoted) {
      lines.back().emplace_back();
    } else if (csv[i] == '\n' && !quoted) {
      lines.emplace_back(1);
    } else {
      field += csv[i];
    }
  }
  lines.pop_back();
  return lines;
}

std::vector<Record> records_of(const std::string& csv) {
  const auto lines = fields_of(csv);
  std::vector<Record> records(lines.size() - 1);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].size(), lines[0].size());
    for (std::size_t c = 0; c < lines[i].size(); ++c) records[i - 1][lines[0][c]] = lines[i][c];
  }
  return records;
}

class Write : public testing::Test {
 protected:
  Write() {
    Recommendation row = offer({bought(1, 0.1, test::as_of), bought(2, 1.0 / 3.0), others(9, 0.2)});
    row.quantity = 12.0;
    row.unit_price = 2.5;
    row.order_value = 1234.5;
    row.order_margin = -0.001;
    offers_.rows = {row, offer({})};
    offers_.rows[1].product = test::product(3);
    offers_.rows[1].rank = 2;
    offers_.rows[1].unit_price = 0.0035;
  }

  std::string csv(Language language = Language::english) const {
    std::ostringstream out;
    write_csv(out, offers_, data_, language);
    return out.str();
  }
  std::vector<nlohmann::ordered_json> json() const {
    std::ostringstream out;
    write_json_lines(out, offers_, data_);
    std::istringstream in(out.str());
    std::vector<nlohmann::ordered_json> lines;
    for (std::string line; std::getline(in, line);) {
      lines.push_back(nlohmann::ordered_json::parse(line));
    }
    return lines;
  }

  Dataset data_ = test::catalogue({"MUG, \"LARGE\"\nBLUE", "TEA, GREEN", "TRAY", "", "\xff\xfe"});
  Recommendations offers_{test::as_of, 90, "0123456789abcdef", {}};
};

TEST_F(Write, CsvHasTheDocumentedColumns) {
  const std::string text = csv();
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "recommendation_id,account_id,account_name,rank,kind,product_id,product_name,"
            "from_product_id,score,probability,probability_low,probability_high,as_of,horizon_days,"
            "quantity,unit_price,order_value,order_margin,expected_revenue,expected_margin,reasons,"
            "expires_on,model_id");
}

TEST_F(Write, CsvReadsBack) {
  const auto records = records_of(csv());
  ASSERT_EQ(records.size(), 2U);
  Record first = records[0];
  EXPECT_EQ(first["recommendation_id"], recommendation_id(offers_, offers_.rows[0], "k1", "p0"));
  EXPECT_EQ(first["account_name"], "Jones, Smith & Co.");
  EXPECT_EQ(first["product_name"], "MUG, \"LARGE\"\nBLUE");
  EXPECT_EQ(first["kind"], "cross_sell");
  EXPECT_EQ(first["rank"], "1");
  EXPECT_EQ(std::stof(first["score"]), static_cast<float>(offers_.rows[0].score));
  EXPECT_EQ(first["as_of"], "2011-12-10");
  EXPECT_EQ(first["expires_on"], "2012-03-08");
  EXPECT_EQ(first["horizon_days"], "90");
  EXPECT_EQ(first["quantity"], "12");
  EXPECT_EQ(first["unit_price"], "2.50");
  EXPECT_EQ(first["order_value"], "1234.50");
  EXPECT_EQ(first["order_margin"], "0.00");
  EXPECT_EQ(first["reasons"], sentence(offers_.rows[0], data_, Language::english));
  EXPECT_EQ(first["model_id"], "0123456789abcdef");
}

TEST_F(Write, UnknownIsEmpty) {
  Record second = records_of(csv())[1];
  for (const char* column : {"product_name", "from_product_id", "probability", "probability_low",
                             "probability_high", "quantity", "order_value", "order_margin",
                             "expected_revenue", "expected_margin", "reasons"}) {
    EXPECT_EQ(second[column], "") << column;
  }
  EXPECT_EQ(second["unit_price"], "0.0035");
}

TEST_F(Write, OtherLanguageChangesOnlyTheReasons) {
  auto english = records_of(csv());
  auto german = records_of(csv(Language::german));
  EXPECT_EQ(german[0]["reasons"], sentence(offers_.rows[0], data_, Language::german));
  for (std::size_t i = 0; i < english.size(); ++i) english[i]["reasons"] = german[i]["reasons"];
  EXPECT_EQ(english, german);
}

TEST_F(Write, NumbersDoNotFollowTheLocale) {
  const std::string before = csv();
  const std::string old = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // where it is not installed, nothing changes
  EXPECT_EQ(csv(), before);
  EXPECT_EQ(json()[0]["order_value"], 1234.5);
  std::setlocale(LC_ALL, old.c_str());
}

TEST_F(Write, NothingToOfferIsTheHeaderAlone) {
  offers_.rows.clear();
  EXPECT_EQ(fields_of(csv()).size(), 1U);
  EXPECT_TRUE(json().empty());
}

TEST_F(Write, JsonHasTheSameColumnsAndTheReasonList) {
  const auto lines = json();
  auto names = fields_of(csv())[0];
  names.push_back("reason_list");
  ASSERT_EQ(lines.size(), 2U);
  std::vector<std::string> keys;
  for (const auto& entry : lines[0].items()) keys.push_back(entry.key());
  EXPECT_EQ(keys, names);
  EXPECT_EQ(lines[0]["unit_price"], 2.5);
  EXPECT_EQ(lines[0]["rank"], 1);
  EXPECT_TRUE(lines[0]["probability"].is_null());
  EXPECT_TRUE(lines[1]["product_name"].is_null());
  EXPECT_EQ(lines[1]["reason_list"], nlohmann::ordered_json::array());
}

TEST_F(Write, JsonContributionsAddUpToTheScore) {
  const auto line = json()[0];
  double sum = 0.0;
  for (const auto& reason : line["reason_list"]) sum += reason["contribution"].get<double>();
  EXPECT_EQ(sum, offers_.rows[0].score);
  EXPECT_NEAR(line["score"].get<double>(), sum, 1e-6);
}

TEST_F(Write, JsonReasonsAreComplete) {
  const auto reasons = json()[0]["reason_list"];
  const nlohmann::ordered_json named = {
      {"type", "own_purchase"}, {"product_id", "p1"},          {"product_name", "TEA, GREEN"},
      {"contribution", 0.1},    {"last_bought", "2011-12-10"}, {"purchases", 1},
      {"accounts", nullptr},    {"of_accounts", nullptr},      {"price_difference", nullptr}};
  const nlohmann::ordered_json unnamed = {
      {"type", "other_purchases"}, {"product_id", nullptr},  {"product_name", nullptr},
      {"contribution", 0.2},       {"last_bought", nullptr}, {"purchases", 9},
      {"accounts", nullptr},       {"of_accounts", nullptr}, {"price_difference", nullptr}};
  EXPECT_EQ(reasons[0], named);
  EXPECT_EQ(reasons[2], unnamed);
}

TEST_F(Write, JsonTellsWhatOthersDidAndWhatItCostsMore) {
  offers_.rows = {test::step({.accounts = 38, .of_accounts = 112, .price_difference = 1.2})};
  const auto reasons = json()[0]["reason_list"];
  EXPECT_EQ(reasons[1]["accounts"], 38);
  EXPECT_EQ(reasons[1]["of_accounts"], 112);
  EXPECT_EQ(reasons[2]["price_difference"], 1.2);
  EXPECT_TRUE(reasons[0]["accounts"].is_null());
}

TEST_F(Write, NamesTheCurrencyInTheReasons) {
  offers_.rows = {test::step({.accounts = 38, .of_accounts = 112, .price_difference = 1.2})};
  std::ostringstream out;
  write_csv(out, offers_, data_, Language::english, "GBP");
  EXPECT_NE(out.str().find("costs GBP 1.20 more a piece"), std::string::npos) << out.str();
}

TEST_F(Write, JsonReplacesWhatIsNoUtf8) {
  offers_.rows = {offer({bought(4, 0.5)})};
  EXPECT_EQ(json()[0]["reason_list"][0]["product_name"], "\ufffd\ufffd");
}

TEST_F(Write, ManyRowsAreTheSameBytesWhateverTheThreads) {
  const std::vector<Recommendation> two = offers_.rows;
  std::string csv[3];
  std::string json[3];
  for (std::size_t count = 0; count < 40000; ++count) {
    offers_.rows.push_back(two[count % 2]);
    offers_.rows.back().rank = count;
  }
  for (const unsigned threads : {1U, 2U, 3U}) {
    std::ostringstream table, lines;
    write_csv(table, offers_, data_, Language::english, "EUR", {.threads = threads});
    Recommendations some = offers_;
    some.rows.resize(1000, two[0]);
    write_json_lines(lines, some, data_, Language::english, "EUR", {.threads = threads});
    csv[threads - 1] = table.str();
    json[threads - 1] = lines.str();
  }
  EXPECT_TRUE(csv[0] == csv[1] && csv[0] == csv[2]);
  EXPECT_TRUE(json[0] == json[1] && json[0] == json[2]);
  const auto lines = fields_of(csv[0]);
  ASSERT_EQ(lines.size(), offers_.rows.size() + 1);
  for (std::size_t i = 0; i < offers_.rows.size(); ++i) {
    ASSERT_EQ(lines[i + 1][3], std::to_string(offers_.rows[i].rank));
  }
}

TEST_F(Write, AStopRequestThrowsStopped) {
  std::stop_source stop;
  stop.request_stop();
  std::ostringstream out;
  EXPECT_THROW(write_csv(out, offers_, data_, Language::english, "EUR", {.stop = stop.get_token()}),
               Error);
}

}  // namespace
}  // namespace upcross
