#include <algorithm>
#include <chrono>
#include <random>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::gzip;
using test::TempFiles;

/// `count` lines with a wide column that is ignored.
std::vector<std::string> many_lines(std::size_t count) {
  std::mt19937 random(3);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    lines.push_back(
        "a" + std::to_string(random() % 300) + ",\"p\"\"" + std::to_string(random() % 90) +
        "\",2021-01-0" + std::to_string(1 + random() % 9) + "," + std::to_string(1 + random() % 5) +
        "," + std::to_string(random() % 100) + ".5,o" + std::to_string(random() % 5000) + "," +
        std::string(random() % 50, 'x') + "\r\n");
  }
  return lines;
}

std::string csv_of(const std::vector<std::string>& lines) {
  std::string text = "account,product,date,quantity,price,order,note\n";
  for (const std::string& line : lines) text += line;
  return text;
}

TEST(Reader, MakesTheSameColumnsOfShuffledLinesAndOfGzip) {
  std::vector<std::string> lines = many_lines(40000);
  const TempFiles files;
  const auto read = [&](const std::string& content) {
    return read_dataset(Source{.purchases = {files.write("purchases.csv", content)}});
  };
  const Dataset expected = read(csv_of(lines));
  std::ranges::shuffle(lines, std::mt19937(4));
  ASSERT_EQ(expected.purchases().size(), 40000U);
  for (const std::string& content : {csv_of(lines), gzip(csv_of(lines))}) {
    const Dataset data = read(content);
    EXPECT_EQ(data.purchases().account, expected.purchases().account);
    EXPECT_EQ(data.purchases().product, expected.purchases().product);
    EXPECT_EQ(data.purchases().time, expected.purchases().time);
    EXPECT_EQ(data.purchases().quantity, expected.purchases().quantity);
    EXPECT_EQ(data.purchases().unit_price, expected.purchases().unit_price);
    EXPECT_EQ(data.purchases().order, expected.purchases().order);
    EXPECT_EQ(*data.product_ids(), *expected.product_ids());
  }
}

TEST(Reader, ReportsTheBytesOfAllFilesTogether) {
  const TempFiles files;
  const std::string purchases = gzip(csv_of(many_lines(40000)));
  const std::string products = "product_id\nx\n";
  files.write("purchases.csv.gz", purchases);
  files.write("products.csv", products);
  std::vector<std::size_t> done;
  Execution execution;
  execution.observer = [&](const Progress& progress) {
    EXPECT_EQ(progress.stage, "reading");
    EXPECT_EQ(progress.total, purchases.size() + products.size());
    done.push_back(progress.done);
  };
  read_dataset(files.directory(), execution);
  EXPECT_TRUE(std::ranges::is_sorted(done));
  EXPECT_GT(done.size(), 4U);
  EXPECT_EQ(done.back(), purchases.size() + products.size());
}

TEST(Reader, StopsAmidAFile) {
  const TempFiles files;
  files.write("purchases.csv", csv_of(many_lines(40000)));
  std::stop_source stop;
  std::size_t reports = 0;
  Execution execution;
  execution.stop = stop.get_token();
  execution.observer = [&](const Progress&) {
    if (++reports == 3) stop.request_stop();
  };
  try {
    read_dataset(files.directory(), execution);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
  }
  EXPECT_EQ(reports, 3U);
}

TEST(Reader, ReadsAPipe) {
  const TempFiles files;
  const std::filesystem::path pipe = files.directory() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::jthread writer([&] { files.write("pipe", gzip(csv_of(many_lines(100)))); });
  EXPECT_EQ(read_dataset(Source{.purchases = {pipe}}).purchases().size(), 100U);
}

TEST(Reader, StopsWaitingForAPipeThatNobodyWritesTo) {
  const TempFiles files;
  const std::filesystem::path pipe = files.directory() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::stop_source stop;
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    stop.request_stop();
  });
  Execution execution;
  execution.stop = stop.get_token();
  try {
    read_dataset(Source{.purchases = {pipe}}, execution);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
  }
}

TEST(Reader, ReadsOrRefusesWhateverTheBytesAre) {
  std::mt19937 random(5);
  const std::string plain = csv_of(many_lines(20));
  const TempFiles files;
  std::size_t refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string content = i % 2 == 0 ? plain : gzip(plain);
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      content[random() % content.size()] = static_cast<char>(random() % 256);
    }
    content.resize(content.size() - (random() % 4 == 0 ? random() % content.size() : 0));
    try {
      read_dataset(Source{.purchases = {files.write("purchases.csv", content)}});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_input) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000U);
  EXPECT_LT(refused, 2000U);
}

}  // namespace
}  // namespace upcross
