#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::gzip;
using test::TempFiles;

struct Fault {
  std::string content;
  std::string message;  ///< a part of it
  std::vector<ColumnChoice> columns = {};
};

/// The message of the error that reading throws; it has the code, and is one clean line.
std::string message_of(const Source& source, ErrorCode code) {
  try {
    read_dataset(source);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    for (const char c : std::string_view(error.what())) {
      EXPECT_FALSE(std::iscntrl(static_cast<unsigned char>(c))) << error.what();
    }
    return error.what();
  }
  return "nothing was thrown";
}

void expect_fault(const Source& source, const std::string& part,
                  ErrorCode code = ErrorCode::invalid_input) {
  const std::string message = message_of(source, code);
  EXPECT_NE(message.find(part), std::string::npos) << message << "\nexpected: " << part;
}

void expect_faults(const std::vector<Fault>& faults, ErrorCode code = ErrorCode::invalid_input) {
  for (const Fault& fault : faults) {
    const TempFiles files;
    expect_fault(Source{.purchases = {files.write("purchases.csv", fault.content)},
                        .columns = fault.columns},
                 fault.message, code);
  }
}

/// One line with these texts after account and product.
std::string line_of(const std::string& rest) {
  return "account,product,date,Menge,price,cost\na,p,2021-01-02,1,1,1\n\n\"a\",p," + rest + "\n";
}

TEST(Reader, RefusesHeaders) {
  expect_faults({
      {"account,date\na,2021-01-02\n",
       "purchases.csv:1: no column is product_id. Headers found: 'account', 'date'. Accepted: "
       "product_id, sku, stock_code"},
      {"account,date\na,2021-01-02\n", "--column product_id=HEADER"},
      {"a;b;c\n", "Headers found: 'a', 'b', 'c'."},
      {"Kundennr,Debitor-Nr,sku,date\n",
       "both 'Kundennr' and 'Debitor-Nr' could be account_id; choose one: --column "
       "account_id=HEADER"},
      {"Customer ID,CustomerID,sku,date\n", "both 'Customer ID' and 'CustomerID'"},
      {"\n\naccount,sku,date,date\n", "purchases.csv:3: both 'date' and 'date' could be timestamp"},
      {"account,sku,date,W\xe4hrung\n",
       "purchases.csv:1: the header 'W\\xe4hrung' is not valid UTF-8; if the file is in "
       "Windows-1252, give --encoding cp1252"},
      {"account,sku,date\n", "--column", {{"account", "sku"}, {"account", "date"}}},
      {"account,sku,date\n",
       "the header 'KUNDE' chosen for account is in no file that has this column; headers found: "
       "'account', 'sku', 'date'",
       {{"account", "KUNDE"}}},
      {"account,sku,date\n", "is in no file that has this column", {{"tier", "sku"}}},
      {"account,sku,da\nte\n", "no column is timestamp"},
  });
  expect_faults({{"account,sku,date\n", "there is no column 'colour'", {{"colour", "sku"}}}},
                ErrorCode::invalid_argument);
}

TEST(Reader, RefusesFilesWithoutALine) {
  expect_faults({{"", "purchases.csv: the file is empty"},
                 {"\xef\xbb\xbf\r\n\n", "purchases.csv: the file is empty"},
                 {gzip(""), "purchases.csv: the file is empty"},
                 {"account,sku,date\n\n", "purchases.csv:3: no purchase line follows"}});
}

TEST(Reader, RefusesBrokenRecords) {
  expect_faults({
      {line_of("2021-01-02,1,1"), "purchases.csv:4: the record has 5 fields, the header has 6"},
      {line_of("2021-01-02,1,1,1,7"), "purchases.csv:4: the record has 7 fields, the header has 6"},
      {line_of("2021-01-02,1,1,\"1"), "purchases.csv:4: a quote is opened and never closed"},
      {line_of("2021-01-02,1,1,\"1\"x"), "purchases.csv:4: text follows the closing quote"},
      {line_of(std::string("2021-01-02,1,1,\0", 16)), "purchases.csv:4: the record contains a NUL"},
      {line_of("2021-01-02,1,1," + std::string(1 << 20, '1')),
       "purchases.csv:4: the record is longer than 1 MiB"},
  });
}

TEST(Reader, NamesFileLineAndColumnOfANumberThatIsNone) {
  expect_faults({
      {line_of("2021-01-02,abc,1,1"), "purchases.csv:4, column 'Menge': 'abc' is not a number"},
      {line_of("2021-01-02,,1,1"), "purchases.csv:4, column 'Menge': '' is not a number"},
      {line_of("2021-01-02,1,\"3,55,1\",1"), "column 'price': '3,55,1' is not a number; expected"},
      {line_of("2021-01-02,1,nan,1"), "column 'price': 'nan' is not a number"},
      {line_of("2021-01-02,-inf,1,1"), "column 'Menge': '-inf' is not a number"},
      {line_of("2021-01-02,1,1,0x10"), "column 'cost': '0x10' is not a number"},
      {line_of("2021-01-02,10 00,1,1"), "column 'Menge': '10 00' is not a number"},
      {line_of("2021-01-02,1e400,1,1"), "column 'Menge': '1e400' is out of range"},
      {line_of("2021-01-02,1000000001,1,1"), "is out of range; expected -1000000000 to 1000000000"},
      {line_of("2021-01-02,-1e9001,1,1"), "column 'Menge': '-1e9001' is out of range"},
      {line_of("2021-01-02,1,1.1e12,1"), "column 'price': '1.1e12' is out of range"},
      {line_of("2021-01-02,1,1,-1.1e12"), "column 'cost': '-1.1e12' is out of range"},
      {line_of("2021-01-02,1,\"a\n\tb\x01\x7f\xff\xc3\xa4\",1"),
       "column 'price': 'a\\n\\tb\\x01\\x7f\\xff\xc3\xa4' is not a number"},
      {line_of("2021-01-02,1," + std::string(1000, '8') + "x,1"),
       "'" + std::string(40, '8') + "...' is not a number"},
  });
}

TEST(Reader, NamesFileLineAndColumnOfADateThatIsNone) {
  for (const char* text : {"", "2011-02-30", "31.02.2021", "44198", "2021-01-02 25:00"}) {
    expect_faults({{line_of(std::string(text) + ",1,1,1"),
                    "purchases.csv:4, column 'date': '" + std::string(text) +
                        "' is not a date; expected an existing day YYYY-MM-DD"}});
  }
}

TEST(Reader, SaysWhatHelpsWhereADateHasNoYear) {
  expect_faults({{line_of("0102,1,1,1"),
                  "purchases.csv:4, column 'date': '0102' has no year (a day and a month as in "
                  "DATEV's Belegdatum?); expected a full date: choose another column by --column "
                  "timestamp=HEADER or add the year to the file"}});
}

TEST(Reader, RefusesIdsThatNoDatasetAccepts) {
  const std::string header = "account,product,date,order\n";
  const std::string long_id(1001, 'x');
  expect_faults({
      {header + "M\xfcller,p,2021-01-02,\n",
       "purchases.csv:2, column 'account': 'M\\xfcller' is not valid UTF-8"},
      {header + "a,\xed\xa0\x80,2021-01-02,\n", "column 'product': '\\xed\\xa0\\x80' is not valid"},
      {header + "a,p,2021-01-02,\xc3\n", "column 'order': '\\xc3' is not valid UTF-8"},
      {header + "a," + long_id + ",2021-01-02,\n", "...' is longer than 1,000 bytes"},
  });
}

TEST(Reader, RefusesDamagedGzip) {
  std::string text = "account,product,date\n";
  for (int i = 0; i < 20000; ++i) text += "a" + std::to_string(i * 7919) + ",p,2021-01-02\n";
  const std::string whole = gzip(text);
  std::string checksum = whole;
  checksum[checksum.size() - 6] ^= 1;
  std::string length = whole;
  length.back() ^= 1;
  std::string block = whole;
  for (std::size_t i = 1000; i < 1100; ++i) block[i] = '\xff';
  expect_faults({{whole.substr(0, whole.size() - 1), "purchases.csv: the gzip data end too early"},
                 {whole.substr(0, whole.size() / 2), "the gzip data end too early"},
                 {whole.substr(0, 2), "the gzip data end too early"},
                 {whole + whole.substr(0, 9), "the gzip data end too early"},
                 {checksum, "the gzip data are damaged (incorrect data check)"},
                 {length, "the gzip data are damaged (incorrect length check)"},
                 {block, "the gzip data are damaged"},
                 {whole + "x", "other bytes follow the gzip data"},
                 {whole + std::string(512, '\0'), "other bytes follow the gzip data"},
                 {whole + "\x1fx", "the gzip data are damaged (incorrect header check)"}});
}

TEST(Reader, RefusesFaultsOfTheCatalogueAndTheAccounts) {
  const std::vector<std::array<std::string, 3>> cases = {
      {"products", "sku,name\np,\nq,\np,\n",
       "products.csv:4, column 'sku': 'p' is there twice, first in line 2"},
      {"products", "sku,name\n ,x\n", "products.csv:2, column 'sku': ' ' is empty"},
      {"products", "name\nx\n", "products.csv:1: no column is product_id"},
      {"products", "", "products.csv: the file is empty"},
      {"products", "sku,list_price\np,-1\n",
       "products.csv:2, column 'list_price': '-1' is out of range; expected 0 to 1000000000000"},
      {"products", "sku,tier\np,high\n", "column 'tier': 'high' is not a number"},
      {"products", "sku,pack\np,inf\n", "column 'pack': 'inf' is not a number"},
      {"products", "sku,sellable\np,maybe\n",
       "column 'sellable': 'maybe' is neither yes nor no; expected 1, 0, true, false, yes, no, ja"},
      {"products", "sku,valid_to\np,2021-02-29\n", "column 'valid_to': '2021-02-29' is not a date"},
      {"products", "sku,name\np,M\xfcller\n", "column 'name': 'M\\xfcller' is not valid UTF-8"},
      {"accounts", "kunde,name\na,\na,\n",
       "accounts.csv:3, column 'kunde': 'a' is there twice, first in line 2"},
      {"accounts", "kunde,key_account\na,2\n", "column 'key_account': '2' is neither yes nor no"},
  };
  for (const auto& [name, content, message] : cases) {
    const TempFiles files;
    Source source{.purchases = {files.write("p.csv", "account,sku,date\na,p,2021-01-02\n")}};
    (name == "products" ? source.products : source.accounts) = files.write(name + ".csv", content);
    expect_fault(source, message);
  }
}

Source purchases_in(const std::filesystem::path& file) { return {.purchases = {file}}; }

TEST(Reader, SaysWhichFileCannotBeRead) {
  const TempFiles files;
  const std::filesystem::path plain = files.write("plain.csv", "x");
  expect_fault(purchases_in(files.directory() / "none.csv"), "none.csv: No such file",
               ErrorCode::io);
  expect_fault(purchases_in(files.directory()), ": Is a directory", ErrorCode::io);
  expect_fault(purchases_in(plain / "below.csv"), "below.csv: Not a directory", ErrorCode::io);
  expect_fault(purchases_in(""), "cannot open", ErrorCode::io);
}

TEST(Reader, SaysThatAFileMayNotBeRead) {
  const TempFiles files;
  const std::filesystem::path secret = files.write("secret.csv", "x");
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  std::filesystem::permissions(files.directory(), std::filesystem::perms::all);
  const uid_t user = geteuid();
  if (user == 0) {
    ASSERT_EQ(seteuid(65534), 0);  // root may read everything
  }
  expect_fault(purchases_in(secret), "secret.csv: Permission denied", ErrorCode::io);
  ASSERT_EQ(seteuid(user), 0);
}

ErrorCode code_of_reading(const std::filesystem::path& directory) {
  try {
    read_dataset(directory);
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::numerical;
}

TEST(Reader, RefusesDirectoriesWithoutPurchasesOrWithTwo) {
  const TempFiles files;
  EXPECT_EQ(code_of_reading(files.directory()), ErrorCode::io);
  EXPECT_EQ(code_of_reading(files.directory() / "none"), ErrorCode::io);
  const std::filesystem::path plain = files.write("purchases.csv", "x");
  EXPECT_EQ(code_of_reading(plain), ErrorCode::io);
  files.write("purchases.csv.gz", "x");
  EXPECT_EQ(code_of_reading(files.directory()), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace upcross
