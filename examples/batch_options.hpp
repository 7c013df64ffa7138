#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <upcross/upcross.hpp>

#include "batch_failure.hpp"
#include "command_line.hpp"

/// What the command line of batch_score asks for.
struct BatchOptions {
  upcross::Source source;
  std::optional<upcross::Day> as_of;
  std::vector<std::string> accounts;  ///< empty = all
  upcross::RecommendOptions offers;
  upcross::Ranking ranking = upcross::Ranking::tuned;
  upcross::AlsOptions model;
  upcross::ObjectiveOptions objective;
  bool keep_suspected = false;
  bool assess = false;    ///< only tell what the data hold
  bool evaluate = false;  ///< only tell how well earlier days would have been foreseen
  std::filesystem::path output = "-";
  upcross::Language language = upcross::Language::english;
  std::optional<std::string> currency;  ///< else that of the data, else EUR
  std::optional<std::filesystem::path> bad_lines;
  std::optional<std::filesystem::path> tuning;  ///< where to tell what was tried
  unsigned threads = 0;
  bool quiet = false;

  bool to_standard_output() const { return output == "-"; }
  bool as_json() const { return output.extension() == (assess ? ".json" : ".jsonl"); }
  bool as_page() const { return assess || evaluate; }
};

namespace batch {

inline bool is_currency(const std::string& word) {
  return word.size() == 3 && word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == word.npos;
}

/// Devices and pipes need no ending: they get CSV, or the page of the assessment.
inline bool needs_no_ending(const std::filesystem::path& output) {
  std::error_code ignored;
  return output == "-" || output.string().starts_with("/dev/") ||
         std::filesystem::is_fifo(output, ignored);
}

/// What may be written depends on what is asked for, so it is checked when all is read.
inline void check_output(const BatchOptions& options) {
  const std::string plain = options.as_page() ? ".txt" : ".csv";
  const std::string json = options.as_page() ? ".json" : ".jsonl";
  if (options.evaluate && options.output.extension() == json) {
    throw CLI::ValidationError("--output", "--evaluate writes a .txt file");
  }
  if (options.tuning && options.ranking != upcross::Ranking::tuned) {
    throw CLI::ValidationError("--tuning", "--ranking factorization tries nothing");
  }
  const auto ending = options.output.extension();
  if (needs_no_ending(options.output) || ending == plain || ending == json) return;
  throw CLI::ValidationError("--output", "'" + options.output.string() + "' is not a " + plain +
                                             " or " + json + " file, a pipe or -");
}

inline upcross::ColumnChoice column_choice(const std::string& word) {
  const std::size_t sign = word.find('=');
  return {word.substr(0, sign), word.substr(sign + 1)};
}

inline bool is_column_choice(const std::string& word) {
  const std::size_t sign = word.find('=');
  return sign != word.npos && sign > 0 && sign + 1 < word.size();
}

inline void add_input(CLI::App& app, BatchOptions& options) {
  app.add_option("--purchases", options.source.purchases,
                 "Order lines, .csv or .csv.gz; several files are one history")
      ->required()
      ->type_name("FILE");
  app.add_option("--products", options.source.products, "The catalogue")->type_name("FILE");
  app.add_option("--accounts", options.source.accounts, "What is known about the accounts")
      ->type_name("FILE");
  app.add_option_function<std::vector<std::string>>(
         "--column",
         [&options](const std::vector<std::string>& words) {
           for (const std::string& word : words) {
             options.source.columns.push_back(column_choice(word));
           }
         },
         "Which header holds a column, e.g. account=KUNDE")
      ->check(expecting("of the form ROLE=HEADER", is_column_choice))
      ->type_name("ROLE=HEADER");
  app.add_option_function<std::string>(
         "--as-of",
         [&options](const std::string& word) { options.as_of = upcross::parse_iso_day(word); },
         "Only what lies before this day counts (default: the day after the last line)")
      ->check(expecting("a date YYYY-MM-DD",
                        [](const std::string& word) { return upcross::parse_iso_day(word); }))
      ->type_name("DATE");
  app.add_flag("--keep-duplicates", options.source.keep_duplicates,
               "Count lines that are equal in several files each time");
  app.add_option("--skip-bad-lines", options.bad_lines,
                 "Put lines that cannot be read into this .csv file and go on")
      ->check(expecting("a .csv file or a pipe",
                        [](const std::filesystem::path& file) {
                          return file != "-" &&
                                 (file.extension() == ".csv" || needs_no_ending(file));
                        }))
      ->type_name("FILE");
  app.add_flag("--keep-suspected", options.keep_suspected,
               "Also offer what looks like postage, fees, samples");
}

/// How the files are written, where that is not found from their content.
inline void add_format(CLI::App& app, BatchOptions& options) {
  upcross::TextFormat& format = options.source.format;
  add_character(app, "--delimiter", format.delimiter, "Between fields, e.g. ';' or tab");
  add_character(app, "--decimal", format.decimal, "Sign before the fraction of numbers: . or ,");
  app.add_option("--date-format", format.date_format, "E.g. dd.mm.yyyy, mm/dd/yyyy, yyyymmdd")
      ->type_name("FORMAT");
  const std::map<std::string, upcross::Encoding> encodings = {
      {"utf-8", upcross::Encoding::utf8}, {"cp1252", upcross::Encoding::cp1252}};
  app.add_option("--encoding", format.encoding, "utf-8 or cp1252 [utf-8]")
      ->transform(CLI::CheckedTransformer(encodings, CLI::ignore_case))
      ->type_name("NAME");
}

/// Each kind once, in the order in which they were first named.
inline std::vector<upcross::Kind> kinds_of(const std::vector<std::string>& words) {
  std::vector<upcross::Kind> kinds;
  for (const std::string& word : words) {
    const upcross::Kind kind = upcross::parse_kind(word).value();
    if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(kind);
  }
  return kinds;
}

inline void add_kinds(CLI::App& app, BatchOptions& options) {
  app.add_option_function<std::vector<std::string>>(
         "--kinds",
         [&options](const std::vector<std::string>& words) {
           options.offers.kinds = kinds_of(words);
         },
         "Kinds of recommendation, separated by commas; without probabilities in this order "
         "[cross_sell,up_sell]")
      ->delimiter(',')
      ->check(
          expecting("a kind of recommendation (cross_sell, up_sell)",
                    [](const std::string& word) { return upcross::parse_kind(word).has_value(); }))
      ->type_name("LIST");
  app.add_flag("--assess", options.assess,
               "Only tell what the data hold and which kinds they allow; trains nothing");
  app.add_flag("--evaluate", options.evaluate,
               "Only tell how well purchases of earlier periods would have been foreseen, beside "
               "simple ways of ranking")
      ->excludes("--assess");
  app.add_option("--tuning", options.tuning,
                 "Tell in this .txt file which ways of ranking were tried, and how each did")
      ->check(expecting("a .txt file or a pipe",
                        [](const std::filesystem::path& file) {
                          return file != "-" &&
                                 (file.extension() == ".txt" || needs_no_ending(file));
                        }))
      ->excludes("--assess")
      ->excludes("--evaluate")
      ->type_name("FILE");
  app.add_option("--family", options.offers.up_sell.ladder.family,
                 "Catalogue column that makes families for up_sell: family, subcategory, category, "
                 "brand, name")
      ->type_name("COLUMN");
  app.add_option("--step", options.offers.up_sell.ladder.step,
                 "Catalogue column that makes their steps: tier, size, pack, list_price")
      ->type_name("COLUMN");
}

inline void add_objective(CLI::App& app, BatchOptions& options) {
  app.add_option_function<std::string>(
         "--objective",
         [&options](const std::string& word) {
           options.objective.objective = upcross::parse_objective(word).value();
         },
         "What the ranks are after: probability, revenue or margin [probability]")
      ->check(expecting(
          "an objective (probability, revenue, margin)",
          [](const std::string& word) { return upcross::parse_objective(word).has_value(); }))
      ->type_name("WORD");
  app.add_option("--lost-relevance", options.objective.lost_relevance,
                 "The share of NDCG@20 that may be given up for revenue or margin, 0 to 1")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->type_name("SHARE");
}

inline void add_question(CLI::App& app, BatchOptions& options) {
  add_kinds(app, options);
  add_objective(app, options);
  app.add_option("--account", options.accounts, "Only these accounts")->type_name("ID");
  add_number(app, "--limit", options.offers.limit, "Recommendations per account and kind");
  add_number(app, "--per-category", options.offers.cross_sell.per_category,
             "Of one category, at most; 0 = no cap");
  add_number(app, "--horizon-days", options.offers.horizon_days, "Days that an offer holds");
  const std::map<std::string, upcross::Ranking> rankings = {
      {"tuned", upcross::Ranking::tuned}, {"factorization", upcross::Ranking::factorization}};
  app.add_option(
         "--ranking", options.ranking,
         "What suits the data, or the matrix factorization alone, which takes a fraction of "
         "the time and gives no probabilities [tuned]")
      ->transform(CLI::CheckedTransformer(rankings))
      ->type_name("WORD");
  add_number(app, "--factors", options.model.factors, "Factors of the model");
  add_number(app, "--seed", options.model.seed, "Of the model's initial factors");
  add_number(app, "--threads", options.threads, "0 = one per processor");
}

inline void add_output(CLI::App& app, BatchOptions& options) {
  app.add_option("--output", options.output,
                 "A .csv or .jsonl file, with --assess .txt or .json; - is standard output as CSV "
                 "or text")
      ->capture_default_str()
      ->type_name("FILE");
  app.add_option_function<std::string>(
         "--language",
         [&options](const std::string& word) {
           options.language = upcross::parse_language(word).value();
         },
         "Of the reasons: en or de [en]")
      ->check(expecting(
          "a language (en, de)",
          [](const std::string& word) { return upcross::parse_language(word).has_value(); }))
      ->type_name("WORD");
  app.add_option("--currency", options.currency,
                 "Of the data, for reasons and summary (default: the one they name, else EUR)")
      ->check(expecting("a currency of three capital letters", is_currency))
      ->type_name("CODE");
  app.add_flag("--quiet", options.quiet, "Only errors on standard error");
}

}  // namespace batch

/// Reads the command line. Nothing where it asked for help or the version, which were printed.
/// Throws Failure (usage).
inline std::optional<BatchOptions> parse_batch_options(int argc, char** argv) {
  BatchOptions options;
  CLI::App app("Recommends to every account products it never bought, with reasons and money.",
               "batch_score");
  app.set_version_flag("--version", "batch_score " + std::string(upcross::version));
  batch::add_input(app, options);
  batch::add_format(app, options);
  batch::add_question(app, options);
  batch::add_output(app, options);
  try {
    app.parse(argc, argv);
    options.source.keep_bad_lines = options.bad_lines.has_value();
    batch::check_output(options);
    return options;
  } catch (const CLI::Success& asked) {
    app.exit(asked);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw Failure(ExitCode::usage, std::string(error.what()) + " (batch_score --help)");
  }
}
