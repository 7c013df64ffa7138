#pragma once

#include <charconv>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

/// Options of one kind, checked where they are read.
namespace batch {

/// Makes a check of CLI11 from a condition: the message where it does not hold.
template <class Condition>
CLI::Validator expecting(std::string what, Condition holds) {
  return CLI::Validator(
      [what, holds](std::string& word) {
        return holds(word) ? std::string() : "'" + word + "' is not " + what;
      },
      "");
}

template <class Number>
std::optional<Number> whole_number(const std::string& word) {
  Number number{};
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = fault == std::errc() && end == word.data() + word.size() && word[0] != '-';
  return whole ? std::optional(number) : std::nullopt;
}

inline std::optional<char> one_character(const std::string& word) {
  if (word == "tab" || word == "\\t") return '\t';
  return word.size() == 1 ? std::optional(word.front()) : std::nullopt;
}

inline void add_character(CLI::App& app, const std::string& name, std::optional<char>& character,
                          const std::string& help) {
  app.add_option_function<std::string>(
         name, [&character](const std::string& word) { character = one_character(word); }, help)
      ->check(expecting("one character or 'tab'",
                        [](const std::string& word) { return one_character(word).has_value(); }))
      ->type_name("CHAR");
}

/// CLI11 itself would read -1 into an unsigned number, and 010 as 8, without a word.
template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& number, const std::string& help) {
  app.add_option_function<std::string>(
         name, [&number](const std::string& word) { number = *whole_number<Number>(word); }, help)
      ->check(
          expecting("a whole number >= 0 that is not too large",
                    [](const std::string& word) { return whole_number<Number>(word).has_value(); }))
      ->default_str(std::to_string(number))
      ->type_name("N");
}

}  // namespace batch
