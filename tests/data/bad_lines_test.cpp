#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/bad_lines.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::TempFiles;

const std::string header = "account,sku,date,quantity\n";
const std::string good = "a,p,2021-01-02,1\n";

Dataset read(const std::string& content) {
  const TempFiles files;
  return read_dataset(
      Source{.purchases = {files.write("purchases.csv", content)}, .keep_bad_lines = true});
}

TEST(BadLines, AreKeptWithTheirReasonAndTheOthersAreRead) {
  struct Case {
    std::string record;
    std::string reason;
  };
  const std::vector<Case> cases = {
      {"a,p,2021-01-02,x", "column 'quantity': 'x' is not a number"},
      {"a,p,2021-02-30,1", "column 'date': '2021-02-30' is not a date"},
      {"a,p,2021-01-02", "the record has 3 fields, the header has 4"},
      {"\"a\"\"b\",\"p,\nq\",2021-01-02,1,7", "the record has 5 fields, the header has 4"},
      {"a,\"p\"q,2021-01-02,1", "text follows the closing quote of field 2"},
      {"a,\xff,2021-01-02,1", "column 'sku': '\\xff' is not valid UTF-8"},
      {std::string("a,p\0,2021-01-02,1", 17), "the record contains a NUL byte"},
      {"a,p,2021-01-02,1e12", "column 'quantity': '1e12' is out of range"},
      {"a,p,03/04/2011,1", "column 'date': '03/04/2011' is undecidable"}};
  for (const auto& [record, reason] : cases) {
    for (const std::string end : {"\n", "\r\n"}) {
      const Dataset data = read(header + good + record + end + good + good);
      EXPECT_EQ(data.purchases().size(), 3U) << record;
      ASSERT_EQ(data.bad_lines().size(), 1U) << record;
      const BadLine& bad = data.bad_lines()[0];
      EXPECT_TRUE(bad.file.ends_with("purchases.csv"));
      EXPECT_EQ(bad.line, 3U);
      EXPECT_EQ(bad.record, record);
      EXPECT_TRUE(bad.reason.starts_with(reason)) << bad.reason;
    }
  }
}

TEST(BadLines, MayBeLongOrTheLast) {
  const Dataset data = read(header + good + std::string(10 << 20, 'x') + "\n" + good + "last");
  EXPECT_EQ(data.purchases().size(), 2U);
  ASSERT_EQ(data.bad_lines().size(), 2U);
  EXPECT_EQ(data.bad_lines()[0].reason, "the record is longer than 1 MiB");
  EXPECT_EQ(data.bad_lines()[1].line, 5U);
  EXPECT_EQ(data.bad_lines()[1].record, "last");
}

TEST(BadLines, DoNotHideWhatLeavesTheRestInDoubt) {
  const std::string packed = test::gzip(header + good);
  for (const std::string& content :
       {header + good + "a,\"p,2021-01-02,1\n" + good, packed.substr(0, packed.size() - 1),
        packed + "x", header + good + "\"" + std::string(2 << 20, 'x')}) {
    EXPECT_THROW(read(content), Error);
  }
}

TEST(BadLines, OfMasterDataAreKeptToo) {
  const TempFiles files;
  const Dataset data = read_dataset(
      Source{.purchases = {files.write("purchases.csv", header + good)},
             .products = files.write("products.csv", "sku,name,pack\np,Pen,x\np,Ink,1\np,Cap,2\n"),
             .keep_bad_lines = true});
  EXPECT_EQ(data.name(ProductIndex{0}), "Ink");
  ASSERT_EQ(data.bad_lines().size(), 2U);
  EXPECT_EQ(data.bad_lines()[1].reason, "column 'sku': 'p' is there twice, first in line 3");
}

TEST(BadLines, AreWrittenAsCsv) {
  std::ostringstream out;
  const std::vector<BadLine> lines = {{"a,b.csv", 7, "column 'x': bad", "1,\"two\n\""}};
  write_csv(out, lines);
  EXPECT_EQ(out.str(),
            "file,line,reason,record\n\"a,b.csv\",7,\"column 'x': bad\",\"1,\"\"two\n\"\"\"\n");
}

}  // namespace
}  // namespace upcross
