#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::gzip;
using test::TempFiles;

const std::string header = "account,sku,date,quantity,price\n";
const std::string good = "a,p,2021-01-02,1,2.5\n";

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// UTF-16 of an ASCII text without byte order mark.
std::string utf16(std::string_view ascii) {
  std::string text;
  for (const char c : ascii) text += {c, '\0'};
  return text;
}

/// What happens with a file: how many lines are kept, or the beginning of what follows its name in
/// the message.
struct Case {
  std::string name;
  std::string content;
  std::size_t kept = 0;
  std::string message = {};
};

const std::string packed = gzip(header + good);

const std::vector<Case> cases = {
    {"two columns for one role", "kundennr,kdnr,sku,date\n", 0, ":1: both 'kundennr' and 'kdnr'"},
    {"two columns for an optional role, one of them its name",
     "account,sku,date,quantity,Menge\na,p,2021-01-02,1,x\n", 1},
    {"two aliases for an optional role", "account,sku,date,qty,Menge\n", 0, ":1: both 'qty' and"},
    {"invalid UTF-8", header + "M\xfcller,p,2021-01-02,1,1\n", 0,
     ":2, column 'account': 'M\\xfcller' is not valid UTF-8; if the file is in Windows-1252, give "
     "--encoding cp1252"},
    {"UTF-16 without byte order mark", utf16(header + good), 0,
     ":1: the record contains a NUL byte; expected UTF-8 text (is the file UTF-16"},
    {"NUL byte", header + std::string("a,p\0,2021-01-02,1,1\n", 21), 0,
     ":2: the record contains a NUL byte"},
    {"a line of 10 MB", header + good + repeated("x", 10 << 20) + "\n", 0,
     ":3: the record is longer than 1 MiB"},
    {"a header of 10 MB", repeated("x", 10 << 20), 0, ":1: the record is longer than 1 MiB"},
    {"10,000 columns",
     "account,sku,date" + repeated(",c", 9997) + "\na,p,2021-01-02" + repeated(",", 9997) + "\n",
     1},
    {"10,000 columns of one name",
     "account,sku,date" + repeated(",name", 9997) + "\na,p,2021-01-02" + repeated(",", 9997) + "\n",
     1},
    {"10,000 columns without the required ones", "c0" + repeated(",c", 9999) + "\n", 0,
     ":1: no column is account_id"},
    {"line feeds in quotes", header + "\"a\n\nb\",p,2021-01-02,1,\"2.5\"\n" + good, 2},
    {"an undecidable date", header + "a,p,03/04/2021,1,1\n", 0,
     ":2, column 'date': '03/04/2021' is undecidable"},
    {"a year of two digits", header + "a,p,1/3/23,1,1\n", 0,
     ":2, column 'date': '1/3/23' has a year of two digits; give --date-format dd/mm/yy"},
    {"quantity 1e12", header + "a,p,2021-01-02,1e12,1\n", 0,
     ":2, column 'quantity': '1e12' is out of range; expected -1000000000 to 1000000000"},
    {"a negative price", header + "a,p,2021-01-02,1,-1\n" + good, 1},
    {"truncated gz", packed.substr(0, packed.size() - 5), 0, ": the gzip data end too early"},
    {"gz with bytes behind", packed + "PK", 0, ": other bytes follow the gzip data"},
    {"concatenated gz", packed + gzip(good) + gzip(""), 2},
    {"empty lines at the end", header + good + "\r\n\n,,,,\n", 1},
    {"a delimiter at the end of every line but the header's", header + "a,p,2021-01-02,1,2.5,\n",
     1},
    {"a cut line", header + "a,p,2021-01-02\n", 0, ":2: the record has 3 fields, the header has 5"},
    {"units in the header",
     "Kd.-Nr.;Art.-Nr.;Re.-Datum;Menge [Stk];Einzelpreis (EUR)\na;p;1.2.21;x;1\n", 0,
     ":2, column 'Menge [Stk]': 'x' is not a number"},
    {"units in the header of a price", "Kunde;Artikel;Datum;Preis in \u20ac\na;p;1.2.21;x\n", 0,
     ":2, column 'Preis in \u20ac': 'x' is not a number"},
    {"only titles", "sep=;\n\n", 0, ":1: no column is account_id"}};

TEST(HardCases, AreReadOrRefusedWithTheirPlace) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    const TempFiles files;
    const std::filesystem::path file = files.write("purchases.csv", one.content);
    try {
      EXPECT_EQ(read_dataset(Source{.purchases = {file}}).purchases().size(), one.kept);
      EXPECT_EQ(one.message, "");
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_input);
      EXPECT_TRUE(std::string_view(error.what()).starts_with(file.string() + one.message))
          << error.what();
      EXPECT_NE(one.message, "") << error.what();
    }
  }
}

TEST(HardCases, IdsKeepTheirZerosAndCapitalsButNoSpacesAround) {
  const TempFiles files;
  const std::string lines = " 007 ,AB1,2021-01-02\n7,ab1,2021-01-02\n\"07\",\" Ab1\",2021-01-02\n";
  const Dataset data = read_dataset(
      Source{.purchases = {files.write("purchases.csv", "account,sku,date\n" + lines)}});
  EXPECT_EQ(*data.account_ids(), AccountIds({"007", "07", "7"}));
  EXPECT_EQ(*data.product_ids(), ProductIds({"AB1", "Ab1", "ab1"}));
}

TEST(HardCases, ALastDayFarInTheFutureNeedsAnAsOf) {
  const TempFiles files;
  const std::string lines = repeated(good, 200) + "a,p,9999-12-31,1,1\n";
  const Dataset data =
      read_dataset(Source{.purchases = {files.write("purchases.csv", header + lines)}});
  EXPECT_THROW(data.default_as_of(), Error);
}

}  // namespace
}  // namespace upcross
