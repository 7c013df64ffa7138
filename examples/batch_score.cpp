// The nightly job: reads purchases, catalogue and accounts, and writes what to offer to whom, why,
// and what it is worth; with --assess only what these data allow. README.md describes its files and
// options.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <upcross/upcross.hpp>

#include "batch_console.hpp"
#include "batch_evaluation.hpp"
#include "batch_failure.hpp"
#include "batch_options.hpp"
#include "batch_summary.hpp"

namespace {

using upcross::AccountIndex;

void refuse_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Failure(ExitCode::interrupted, "interrupted");
}

/// The neighbours of an unknown id in the order of the ids.
std::string nearest_ids(const upcross::AccountIds& ids, const std::string& unknown_id) {
  const std::size_t next = ids.lower_bound(unknown_id);
  std::string text;
  for (std::size_t i = next - std::min<std::size_t>(next, 2); i < std::min(next + 2, ids.size());
       ++i) {
    text.append(text.empty() ? "" : ", ").append(ids[static_cast<AccountIndex>(i)]);
  }
  return text;
}

std::vector<AccountIndex> chosen_accounts(const upcross::Dataset& data,
                                          const std::vector<std::string>& wanted) {
  const upcross::AccountIds& ids = *data.account_ids();
  std::vector<AccountIndex> accounts;
  for (const std::string& id : wanted) {
    const auto index = ids.find(id);
    if (!index) {
      throw Failure(ExitCode::input_refused, "account '" + id +
                                                 "' is not in the data, expected one" +
                                                 " of them, e.g. " + nearest_ids(ids, id));
    }
    if (std::ranges::find(accounts, *index) == accounts.end()) accounts.push_back(*index);
  }
  for (std::size_t a = 0; wanted.empty() && a < data.account_count(); ++a) {
    accounts.push_back(static_cast<AccountIndex>(a));
  }
  return accounts;
}

struct Batch {
  upcross::Engine engine;
  upcross::Recommendations offers;
};

/// Writes a file whole or not at all.
void write_file(const std::filesystem::path& path,
                const std::function<void(std::ostream&)>& write) {
  try {
    upcross::write_whole_file(path, write);
  } catch (const upcross::Error& error) {
    throw Failure(ExitCode::not_written, error.what());
  }
}

/// The data set; the lines that could not be read go to their file.
upcross::Dataset read(const BatchOptions& options, const upcross::Execution& execution) {
  auto data = upcross::read_dataset(options.source, execution);
  if (options.bad_lines) {
    write_file(*options.bad_lines, [&](std::ostream& out) { write_csv(out, data.bad_lines()); });
  }
  if (options.currency && !data.currency().empty() && *options.currency != data.currency()) {
    throw Failure(ExitCode::input_refused, "the purchases are in " + data.currency() +
                                               ", but --currency is " + *options.currency);
  }
  return data;
}

/// Purchases -> tuned model -> recommendations.
Batch compute(const BatchOptions& options, const upcross::Execution& execution) {
  validate(options.offers.up_sell.ladder);
  auto data = read(options, execution);
  const auto accounts = chosen_accounts(data, options.accounts);
  auto engine = upcross::Engine::fit(std::move(data),
                                     {.as_of = options.as_of,
                                      .ranking = options.ranking,
                                      .als = options.model,
                                      .horizon_days = options.offers.horizon_days,
                                      .keep_suspected = options.keep_suspected,
                                      .offers = options.offers,
                                      .objective = options.objective},
                                     execution);
  auto offers = engine.recommend(accounts, execution);
  return {std::move(engine), std::move(offers)};
}

using Write = std::function<void(std::ostream&)>;

void write_to_standard_output(const Write& write) {
  errno = 0;
  write(std::cout);
  std::cout.flush();
  if (!std::cout) {
    throw Failure(ExitCode::not_written,
                  std::string("cannot write standard output: ") + std::strerror(errno));
  }
}

void write_output(const BatchOptions& options, const Write& write, InterruptWatch& watch) {
  refuse_if_stopped(watch.token());
  if (options.to_standard_output()) return write_to_standard_output(write);
  std::error_code ignored;
  watch.writing() = !std::filesystem::is_fifo(options.output, ignored);
  write_file(options.output, [&](std::ostream& out) {
    write(out);
    refuse_if_stopped(watch.token());
  });
  watch.writing() = false;
}

/// What would fail after all the work, or lose what was read, fails before.
void check_output_place(const BatchOptions& options) {
  const std::filesystem::path folder = options.output.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder)) {
    throw Failure(ExitCode::not_written, "cannot write '" + options.output.string() +
                                             "': there is no folder '" + folder.string() + "'");
  }
  std::vector<std::filesystem::path> inputs = options.source.purchases;
  if (options.source.products) inputs.push_back(*options.source.products);
  if (options.source.accounts) inputs.push_back(*options.source.accounts);
  for (const std::filesystem::path& input : inputs) {
    std::error_code missing;
    if (std::filesystem::equivalent(input, options.output, missing) &&
        std::filesystem::is_regular_file(options.output, missing)) {
      throw Failure(ExitCode::usage, "--output is the input '" + input.string() + "'");
    }
  }
}

/// Calls `work` with what it takes to be watched and interrupted.
template <class Work>
auto watched(const BatchOptions& options, const std::stop_token& stop, Work work) {
  ProgressBar bar(!options.quiet);
  return work(upcross::Execution{.threads = options.threads,
                                 .stop = stop,
                                 .observer = [&](const auto& progress) { bar.show(progress); }});
}

void assess(const BatchOptions& options, InterruptWatch& watch) {
  const auto data = watched(options, watch.token(), [&](const upcross::Execution& execution) {
    return read(options, execution);
  });
  const upcross::Assessment assessment = upcross::assess(data);
  const auto write = [&](std::ostream& out) {
    if (options.as_json()) return upcross::write_assessment_json(out, assessment, data);
    out << upcross::assessment_text(assessment, data);
  };
  write_output(options, write, watch);
}

void evaluate(const BatchOptions& options, InterruptWatch& watch) {
  const std::string page = watched(options, watch.token(), [&](const auto& execution) {
    return evaluation_page(read(options, execution), options, execution);
  });
  write_output(
      options, [&](std::ostream& out) { out << page; }, watch);
}

void recommend(const BatchOptions& options, InterruptWatch& watch) {
  const auto start = std::chrono::steady_clock::now();
  const Batch batch = watched(options, watch.token(), [&](const upcross::Execution& execution) {
    return compute(options, execution);
  });
  const upcross::Dataset& data = batch.engine.data();
  const std::string told = data.currency().empty() ? "EUR" : data.currency();
  const std::string currency = options.currency.value_or(told);
  const upcross::Execution execution{.threads = options.threads, .stop = watch.token()};
  const auto write = [&](std::ostream& out) {
    if (options.as_json()) {
      return write_json_lines(out, batch.offers, data, options.language, currency, execution);
    }
    write_csv(out, batch.offers, data, options.language, currency, execution);
  };
  if (options.tuning) {
    write_file(*options.tuning,
               [&](std::ostream& out) { out << upcross::tuning_text(batch.engine.tuning()); });
  }
  write_output(options, write, watch);
  if (options.quiet) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  const BatchSummary summary(currency);
  if (options.bad_lines) summary.show_bad_lines(data, *options.bad_lines);
  summary.show_spellings(data);
  summary.show_remarks(data);
  if (options.source.products) summary.show_unlisted(data);
  summary.show_suspected(data, batch.engine.suspected());
  summary.show_interactions(data, batch.engine.interactions());
  if (options.ranking == upcross::Ranking::tuned) summary.show_tuning(batch.engine.tuning());
  summary.show_offers(batch.offers, elapsed.count());
}

int fail(ExitCode code, std::string message) {
  std::ranges::replace_if(
      message, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  std::cerr << "batch_score: " << message << '\n';
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is an error of writing
  std::ios::sync_with_stdio(false);
  try {
    const auto options = parse_batch_options(argc, argv);
    if (!options) return 0;
    check_output_place(*options);
    InterruptWatch watch;
    const auto job = options->assess ? assess : options->evaluate ? evaluate : recommend;
    job(*options, watch);
    return 0;
  } catch (const Failure& failure) {
    return fail(failure.code(), failure.what());
  } catch (const upcross::Error& error) {
    const bool stopped = error.code() == upcross::ErrorCode::stopped;
    return fail(exit_code_of(error.code()), stopped ? "interrupted" : error.what());
  } catch (const std::exception& error) {
    return fail(ExitCode::internal, std::string("internal error: ") + error.what());
  }
}
