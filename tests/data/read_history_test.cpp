#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::TempFiles;

const std::string header = "account,sku,date,quantity,price,order,currency\n";

/// Purchases in several files.
Source files_of(const TempFiles& files, const std::vector<std::string>& contents) {
  Source source;
  for (const std::string& content : contents) {
    const std::string name = "p" + std::to_string(source.purchases.size() + 1) + ".csv";
    source.purchases.push_back(files.write(name, content));
  }
  return source;
}

std::string message_of(const Source& source) {
  try {
    read_dataset(source);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(History, OfSeveralFilesIsOne) {
  const TempFiles files;
  const Dataset data = read_dataset(
      files_of(files, {header + "a,p,2021-01-02,1,2.5,o1,\n",
                       "Kunde;Artikel;Datum;Menge;Preis\nb;q;03.01.2021;2;1.234,50\n", header}));
  ASSERT_EQ(data.purchases().size(), 2U);
  EXPECT_EQ(data.purchases().unit_price, (std::vector{2.5, 1234.5}));
}

TEST(History, KeepsALineAsOftenAsTheFileThatHasItMostOften) {
  const std::string a = "a,p,2021-01-02,1,2.5,o1,EUR\n";
  const std::string a_again = "a , p,2021-01-02 00:00,1.0,2.50,o1,\n";
  const std::string other_price = "a,p,2021-01-02,1,2.6,o1,EUR\n";
  const std::string b = "b,p,2021-01-02,1,,,EUR\n";
  struct Case {
    std::vector<std::string> contents;
    std::size_t kept;
    std::size_t left_out;
  };
  const std::vector<Case> cases = {{{a + a}, 2, 0},          {{a, a}, 1, 1},
                                   {{a + a, a_again}, 2, 1}, {{a, a + a + a, a + a}, 3, 3},
                                   {{a, other_price}, 2, 0}, {{b, a + b, b}, 2, 2},
                                   {{"", a, "", a}, 1, 1}};
  for (const auto& [contents, kept, left_out] : cases) {
    const TempFiles files;
    std::vector<std::string> tables;
    for (const std::string& content : contents) tables.push_back(header + content);
    Source source = files_of(files, tables);
    const Dataset data = read_dataset(source);
    EXPECT_EQ(data.purchases().size(), kept) << contents.front();
    EXPECT_EQ(data.left_out()[LeftOutReason::duplicate_across_files], left_out);
    source.keep_duplicates = true;
    EXPECT_EQ(read_dataset(source).purchases().size(), kept + left_out);
  }
}

TEST(History, NeedsAFileAndALine) {
  const TempFiles files;
  EXPECT_NE(message_of(Source{}).find("no purchases file is given"), std::string::npos);
  EXPECT_NE(message_of(files_of(files, {header, header})).find("no purchase line follows"),
            std::string::npos);
}

TEST(History, HasOneCurrency) {
  const std::string a = "a,p,2021-01-02,1,2.5,o1,";
  const TempFiles files;
  const auto currency_of = [&](const std::string& lines) {
    return read_dataset(files_of(files, {header + lines})).currency();
  };
  EXPECT_EQ(currency_of(a + "\n"), "");
  EXPECT_EQ(currency_of(a + "\n" + a + "eur\n" + a + "€\n"), "EUR");
  EXPECT_EQ(currency_of("a,p,2021-01-02,1,$2.50,o1,\n"), "USD");
  EXPECT_EQ(currency_of("a,p,2021-01-02,1,2.50,o1,kr\n"), "KR");
}

TEST(History, RefusesTwoCurrenciesWithTheirLines) {
  const std::string a = "a,p,2021-01-02,1,2.5,o1,";
  const TempFiles files;
  Source source = files_of(files, {header + a + "EUR\n", header + a + "\n" + a + "USD\n"});
  source.keep_bad_lines = true;
  const std::string message = message_of(source);
  EXPECT_NE(message.find("p2.csv:3: the currency is 'USD', but 'EUR' in "), std::string::npos);
  EXPECT_NE(message.find("p1.csv:2; expected one currency"), std::string::npos) << message;
  EXPECT_NE(message_of(files_of(files, {header + a + "EUR\na,p,2021-01-02,1,2.5 $,o1,EUR\n"}))
                .find("p1.csv:3: the currency is '$', but 'EUR'"),
            std::string::npos);
}

}  // namespace
}  // namespace upcross
