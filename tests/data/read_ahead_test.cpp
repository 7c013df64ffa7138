#include "../../src/data/read_ahead.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <span>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross::detail {
namespace {

using test::gzip;
using test::TempFiles;

std::string random_text(std::size_t size) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < size) text += static_cast<char>('a' + random() % 26);
  return text;
}

/// A text that is followed by an error.
class FailingText final : public ByteSource {
 public:
  explicit FailingText(std::string text) : text_(std::move(text)), source_(text_) {}

  std::size_t read(std::span<char> to) override {
    const std::size_t size = source_.read(to.first(std::min<std::size_t>(to.size(), 1000)));
    if (size == 0) throw Error(ErrorCode::io, "the disk is gone");
    return size;
  }

 private:
  std::string text_;
  TextSource source_;
};

/// All bytes up to the end or an error, asked for by the `step`.
std::string bytes_of(ByteSource& source, std::size_t step) {
  std::string all;
  std::string part(step, '\0');
  try {
    while (const std::size_t size = source.read(part)) all.append(part, 0, size);
  } catch (const Error&) {
    all += "!";
  }
  return all;
}

TEST(ReadAhead, GivesTheSameBytesHoweverTheyAreAskedFor) {
  const std::string text = random_text(3 << 20);
  for (const unsigned threads : {1U, 2U}) {
    const Execution execution{.threads = threads};
    for (const std::size_t direct : {0U, 1U, 70000U, 9000000U}) {
      for (const std::size_t step : {1000U, 262144U, 500000U}) {
        ReadMeter meter(execution, 0);
        const auto ahead = read_ahead(std::make_unique<TextSource>(text), direct, meter);
        ASSERT_EQ(bytes_of(*ahead, step), text) << direct << ' ' << step;
      }
    }
  }
}

TEST(ReadAhead, ThrowsBehindTheBytesBeforeTheError) {
  const std::string text = random_text(2500);
  for (const unsigned threads : {1U, 2U}) {
    const Execution execution{.threads = threads};
    ReadMeter meter(execution, 0);
    const auto ahead = read_ahead(std::make_unique<FailingText>(text), 0, meter);
    EXPECT_EQ(bytes_of(*ahead, 700), text + "!");
  }
}

TEST(ReadAhead, EndsThoughNobodyTakesTheBytes) {
  const std::string text = random_text(8 << 20);
  const Execution execution{.threads = 2};
  for (int i = 0; i < 20; ++i) {
    ReadMeter meter(execution, 0);
    const auto ahead = read_ahead(std::make_unique<TextSource>(text), 0, meter);
    std::string part(i, '\0');
    ahead->read(part);
  }
}

std::string csv_of(std::size_t lines, const std::string& end = {}) {
  std::mt19937 random(3);
  std::string text = "account,product,date,quantity,price,order\n";
  for (std::size_t i = 0; i < lines; ++i) {
    text += "a" + std::to_string(random() % 300) + ",p\xc3\xa4" + std::to_string(random() % 900) +
            ",2021-01-0" + std::to_string(1 + random() % 9) + "," +
            std::to_string(1 + random() % 5) + "," + std::to_string(random() % 100) + ".5," +
            std::to_string(i) + "\n";
  }
  return text + end;
}

/// What the call throws: a message without the file's name.
std::string fault_of(const std::filesystem::path& file, const Execution& execution) {
  try {
    read_dataset(Source{.purchases = {file}}, execution);
  } catch (const Error& error) {
    return std::string(error.what()).substr(file.string().size());
  }
  return "nothing was thrown";
}

TEST(ReadAhead, MakesTheSameDataSetOnOneAndOnTwoThreads) {
  const TempFiles files;
  const auto file = files.write("purchases.csv", gzip(csv_of(60000)));
  const auto read = [&](unsigned threads) {
    return read_dataset(Source{.purchases = {file}}, {.threads = threads});
  };
  const Dataset one = read(1);
  const Dataset two = read(2);
  ASSERT_EQ(one.purchases().size(), 60000U);
  EXPECT_EQ(*one.account_ids(), *two.account_ids());
  EXPECT_EQ(*one.product_ids(), *two.product_ids());
  EXPECT_EQ(one.purchases().account, two.purchases().account);
  EXPECT_EQ(one.purchases().product, two.purchases().product);
  EXPECT_EQ(one.purchases().time, two.purchases().time);
  EXPECT_EQ(one.purchases().quantity, two.purchases().quantity);
  EXPECT_EQ(one.purchases().unit_price, two.purchases().unit_price);
  EXPECT_EQ(one.purchases().order, two.purchases().order);
}

TEST(ReadAhead, MeetsTheSameFaultOnOneAndOnTwoThreads) {
  const std::string good = gzip(csv_of(60000));
  std::string damaged = good;
  for (std::size_t i = 0; i < 50; ++i) damaged[damaged.size() - 2000 + i] = '\xff';
  const std::string bad_line = csv_of(60000, "a,p,2021-01-02,x,1,1\n");
  std::string damaged_behind = gzip(bad_line);
  damaged_behind[damaged_behind.size() - 7] ^= 1;
  const std::vector<std::string> cases = {
      damaged,        good.substr(0, good.size() - 900),
      good + "x",     bad_line,
      damaged_behind, gzip(csv_of(60000) + "a,\"p" + csv_of(40000))};
  for (const std::string& content : cases) {
    const TempFiles files;
    const auto file = files.write("purchases.csv", content);
    const std::string expected = fault_of(file, {.threads = 1});
    EXPECT_EQ(fault_of(file, {.threads = 2}), expected);
    EXPECT_TRUE(expected.starts_with(":")) << expected;
  }
}

TEST(ReadAhead, ReportsFromTheCallingThreadAndEverythingAtTheEnd) {
  const TempFiles files;
  const std::string content = gzip(csv_of(200000));
  const auto file = files.write("purchases.csv", content);
  std::vector<std::size_t> done;
  Execution execution{.threads = 2};
  execution.observer = [&, caller = std::this_thread::get_id()](const Progress& progress) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    done.push_back(progress.done);
  };
  read_dataset(Source{.purchases = {file}}, execution);
  EXPECT_TRUE(std::ranges::is_sorted(done));
  EXPECT_EQ(done.back(), content.size());
}

TEST(ReadAhead, DoesNotWaitForASilentPipeOnceALineIsRefused) {
  const TempFiles files;
  const std::filesystem::path pipe = files.directory() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::atomic<bool> is_refused = false;
  const std::jthread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    out << csv_of(60000) << "a,p,2021-01-02,x,1,1\n" << std::flush;
    while (!is_refused) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  const std::string fault = fault_of(pipe, {.threads = 2});
  is_refused = true;
  EXPECT_TRUE(fault.starts_with(":60002, column 'quantity': 'x' is not a number")) << fault;
}

TEST(ReadAhead, StopsWaitingForASilentPipe) {
  const TempFiles files;
  const std::filesystem::path pipe = files.directory() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::stop_source stop;
  const std::jthread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    out << csv_of(60000) << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stop.request_stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  });
  try {
    read_dataset(Source{.purchases = {pipe}}, {.threads = 2, .stop = stop.get_token()});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
  }
}

}  // namespace
}  // namespace upcross::detail
