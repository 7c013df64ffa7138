#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <upcross/core/grouped.hpp>
#include <upcross/data/remarks.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/assessment.hpp>
#include <upcross/report/sentence.hpp>

#include "report/assessment_fields.hpp"

namespace upcross {
namespace {

constexpr std::size_t page_width = 100;
constexpr std::size_t shown_non_goods = 10;

std::string spoken(double value, int decimals, std::string_view unit = "") {
  if (!std::isfinite(value)) return "unknown";
  return spoken_number(value, decimals, Language::english).append(unit);
}

std::string spoken(std::size_t count) { return grouped(count); }
std::string spoken(Share share) {
  return spoken(100.0 * share.value, share.value < 0.001 ? 3 : 1, " %");
}
std::string spoken(Number number) {
  return spoken(number.value, number.value == std::floor(number.value) ? 0 : 2);
}
std::string spoken(Money money) { return spoken(money.value, 0); }
std::string spoken(std::optional<Day> day) { return day ? iso(*day) : "unknown"; }

/// Characters of UTF-8 text.
std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!blank) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

/// `head`, then `text` in lines that begin below its first word.
std::string paragraph(const std::string& head, std::string_view text) {
  const std::size_t indent = length(head);
  std::string result = head;
  std::size_t used = indent;
  for (const std::string& word : words_of(text)) {
    if (used > indent && used + 1 + length(word) > page_width) {
      result += "\n" + std::string(indent, ' ');
      used = indent;
    } else if (used > indent) {
      result += ' ';
      ++used;
    }
    result += word;
    used += length(word);
  }
  return result.substr(0, result.find_last_not_of(' ') + 1) + "\n";
}

std::string left(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - std::min(width, length(text)), ' ');
}

std::string right(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, length(text)), ' ') + std::string(text);
}

std::string row(std::string_view label, std::string_view value, std::string_view meaning) {
  return paragraph("  " + left(label, 22) + right(value, 14) + "  ", meaning);
}

std::string heading(std::string_view title) { return "\n" + std::string(title) + "\n"; }

std::string numbers(const Assessment& assessment) {
  std::string text;
  std::string_view section;
  for (const AssessmentField& field : assessment_fields()) {
    if (field.section != section) text += heading(field.section);
    section = field.section;
    const auto say = [](auto value) { return spoken(value); };
    text += row(field.label, std::visit(say, field.value(assessment)), field.meaning);
  }
  return text;
}

std::string left_out(const LeftOut& counts) {
  std::string text;
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    const auto reason = static_cast<LeftOutReason>(i);
    if (counts[reason] == 0) continue;
    text += row("Left out", grouped(counts[reason]), to_string(reason));
  }
  return text;
}

/// Rounded down: what is not complete does not read 100 %.
std::string filled(const ColumnCoverage& one) {
  if (one.known == 0) return "none";
  const double share = static_cast<double>(one.known) / static_cast<double>(one.of);
  return spoken(std::floor(1000.0 * share) / 10.0, 1, " %");
}

std::string columns(const std::vector<ColumnCoverage>& rows) {
  std::string complete;
  std::string gaps;
  for (const ColumnCoverage& one : rows) {
    const std::string column(one.column);
    if (one.known == one.of) {
      complete += (complete.empty() ? "" : ", ") + column;
    } else {
      gaps += row(column, filled(one),
                  "of " + grouped(one.of) + " " + std::string(one.counted) + "; without it " +
                      std::string(one.without));
    }
  }
  return heading("Which columns are filled") +
         (complete.empty() ? "" : row("Complete", "", complete)) + gaps;
}

std::string remarks(const Dataset& data) {
  std::string text;
  for (const std::string& one : remarks_on_purchases(data)) text += paragraph("  ", one);
  for (const std::string& one : remarks_on_master_headers(data)) text += paragraph("  ", one);
  return text;
}

std::string non_goods(const std::vector<SuspectedNonGood>& suspected, const Dataset& data) {
  if (suspected.empty()) return {};
  std::string text = heading("What looks like no good, and is not offered (" +
                             grouped(suspected.size()) + " in all; may be wrong)");
  for (std::size_t i = 0; i < std::min(shown_non_goods, suspected.size()); ++i) {
    const SuspectedNonGood& one = suspected[i];
    const std::string id((*data.product_ids())[one.product]);
    const std::string& name = data.product(one.product).name;
    const bool told = one.evidence.find(name) != std::string::npos;
    text += paragraph("  ", id + (told ? "" : " " + name) + ": " + one.evidence);
  }
  if (suspected.size() > shown_non_goods) {
    text += "  and " + grouped(suspected.size() - shown_non_goods) + " more\n";
  }
  return text;
}

std::string kinds(const std::vector<KindAssessment>& all) {
  std::string text = heading("What can be recommended");
  bool all_computed = true;
  for (const KindAssessment& one : all) {
    const bool computed = parse_kind(one.kind).has_value();
    all_computed = all_computed && computed;
    const std::string advice = one.to_add.empty() ? "" : " To add: " + one.to_add + ".";
    text += paragraph("  " + left(std::string(one.kind) + (computed ? "" : " *"), 18) +
                          left(to_string(one.verdict), 14),
                      std::string(one.meaning) + ": " + one.why + "." + advice);
  }
  if (!all_computed) {
    text += "  * This is what the data allow. This version does not compute the kind yet.\n";
  }
  return text;
}

std::string warning(const AssessedLines& lines) {
  if (lines.has_default_as_of || lines.all == 0) return {};
  return paragraph("  ",
                   "The last day lies more than a year after nearly all others: it is probably "
                   "mistyped. Mend it, or give --as-of.");
}

}  // namespace

std::string assessment_text(const Assessment& assessment, const Dataset& data) {
  return "What the purchase data hold, and what can be done with them\n" + numbers(assessment) +
         left_out(assessment.left_out) + warning(assessment.lines) + columns(assessment.columns) +
         remarks(data) + non_goods(assessment.suspected, data) + kinds(assessment.kinds);
}

}  // namespace upcross
