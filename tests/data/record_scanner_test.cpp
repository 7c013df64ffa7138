#include "../../src/data/record_scanner.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>

namespace upcross::detail {
namespace {

using Records = std::vector<std::vector<std::string>>;

/// Hands out a text at most `step` bytes at a time, so that every border is met.
class SlowText final : public ByteSource {
 public:
  SlowText(std::string text, std::size_t step) : text_(std::move(text)), step_(step) {}

  std::size_t read(std::span<char> to) override {
    const std::size_t size = std::min({step_, to.size(), text_.size() - at_});
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), size, to.begin());
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t step_;
  std::size_t at_ = 0;
};

constexpr std::size_t at_once = 1 << 30;

RecordScanner scanner_of(const std::string& text, std::size_t step = at_once) {
  return {"x.csv", std::make_unique<SlowText>(text, step)};
}

Records scan(const std::string& text, std::size_t step = at_once) {
  RecordScanner scanner = scanner_of(text, step);
  Records records;
  while (scanner.next()) {
    records.emplace_back(scanner.fields().begin(), scanner.fields().end());
  }
  return records;
}

/// The plain state machine of the same grammar: what the scanner must agree with.
Records reference(const std::string& text) {
  Records records;
  std::vector<std::string> fields(1);
  bool quoted = false;
  bool was_quoted = false;
  const auto end_record = [&](bool line_feed) {
    std::string& last = fields.back();
    if (line_feed && !was_quoted && last.ends_with('\r')) last.pop_back();
    if (fields != std::vector<std::string>{""}) records.push_back(fields);
    fields.assign(1, "");
    was_quoted = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      fields.back() += text[i++];
    } else if (quoted) {
      if (c == '"') quoted = false;
      if (c != '"') fields.back() += c;
    } else if (c == '"' && fields.back().empty()) {
      quoted = was_quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
      was_quoted = false;
    } else if (c == '\n') {
      end_record(true);
    } else if (!(was_quoted && c == '\r')) {
      fields.back() += c;
    }
  }
  end_record(true);
  return records;
}

std::string random_field(std::mt19937& random) {
  static const std::string letters = "ab ,\"\n\r\xc3";
  std::string text;
  for (auto size = random() % 6; size > 0; --size) text += letters[random() % letters.size()];
  return text;
}

std::string as_quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string random_csv(std::mt19937& random) {
  std::string text;
  for (auto records = random() % 8; records > 0; --records) {
    for (auto fields = random() % 4; fields > 0; --fields) {
      const std::string field = random_field(random);
      const bool plain = field.find_first_of("\",\n\r") == std::string::npos && random() % 2 == 0;
      text += (plain ? field : as_quoted(field)) + (fields > 1 ? "," : "");
    }
    text += random() % 2 == 0 ? "\n" : "\r\n";
  }
  if (!text.empty() && random() % 2 == 0) text.pop_back();
  return text;
}

TEST(RecordScanner, AgreesWithThePlainStateMachineOnRandomText) {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_csv(random);
    ASSERT_EQ(scan(text), reference(text)) << text;
  }
}

TEST(RecordScanner, FindsTheSameRecordsWhereverTheBordersOfTheChunksLie) {
  std::mt19937 random(8);
  for (int i = 0; i < 300; ++i) {
    const std::string text = random_csv(random);
    for (const std::size_t step : {1, 2, 3, 5, 7}) {
      ASSERT_EQ(scan(text, step), scan(text)) << text << " in steps of " << step;
    }
  }
}

TEST(RecordScanner, ReadsRecordsThatStraddleItsOwnBuffer) {
  std::string text;
  Records expected;
  for (int i = 0; i < 60000; ++i) {
    const std::string number = std::to_string(i);
    text += number + ",\"a \"\"" + number + "\"\"\",\r\n";
    expected.push_back({number, "a \"" + number + "\"", ""});
  }
  EXPECT_EQ(scan(text), expected);
}

TEST(RecordScanner, ReadsEveryFormOfRecord) {
  EXPECT_EQ(scan(""), Records{});
  EXPECT_EQ(scan("\n\r\n\n"), Records{});
  EXPECT_EQ(scan("a,b"), (Records{{"a", "b"}}));
  EXPECT_EQ(scan("a,b\n\n\r\nc,d\r\n"), (Records{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(scan(",\n,"), (Records{{"", ""}, {"", ""}}));
  EXPECT_EQ(scan("\"a\",b\n"), (Records{{"a", "b"}}));
  EXPECT_EQ(scan("\"a,\r\nb\",\"\"\"\"\n"), (Records{{"a,\r\nb", "\""}}));
  EXPECT_EQ(scan("12\" pipe,a\"b\"\n"), (Records{{"12\" pipe", "a\"b\""}}));
  EXPECT_EQ(scan("\"a\"\r"), (Records{{"a"}}));
}

TEST(RecordScanner, CountsPhysicalLines) {
  RecordScanner scanner = scanner_of("\na\n\"b\n\n\"\r\nc\n", 1);
  std::vector<std::size_t> lines;
  while (scanner.next()) lines.push_back(scanner.line());
  EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 6}));
}

std::string fault_of(const std::string& text, std::size_t step) {
  try {
    scan(text, step);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_input);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(RecordScanner, NamesTheLineOfAFault) {
  const std::string long_field(1 << 20, 'x');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a\nb,\"c\nd", "x.csv:2: a quote is opened and never closed"},
      {"a\n\"b\n\",\"c\nd", "x.csv:3: a quote is opened and never closed"},
      {"a\n\"b\"c\n", "x.csv:2: text follows the closing quote of field 1"},
      {"a\nb,\"c\"\r,\n", "x.csv:2: text follows the closing quote of field 2"},
      {std::string("a\nb\0c\n", 6), "x.csv:2: the record contains a NUL byte"},
      {"a\n" + long_field + "\nb", "x.csv:2: the record is longer than 1 MiB"},
      {"a\n\"" + long_field + long_field, "x.csv:2: the record is longer than 1 MiB"}};
  for (const auto& [text, expected] : cases) {
    for (const std::size_t step : {at_once, std::size_t{100000}, std::size_t{1}}) {
      if (step == 1 && text.size() > 1000) continue;
      EXPECT_EQ(fault_of(text, step).substr(0, expected.size()), expected);
    }
  }
}

TEST(RecordScanner, ReadsALongRecordUpToTheLimit) {
  const std::string field((1 << 20) - 1, 'x');
  EXPECT_EQ(scan(field + "\nb", 65536), (Records{{field}, {"b"}}));
}

}  // namespace
}  // namespace upcross::detail
