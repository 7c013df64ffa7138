// The nightly job: reads purchases, catalogue and accounts, and writes what to offer to whom, why,
// and what it is worth. README.md describes its files and options.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <ranges>
#include <string>
#include <vector>

#include <upcross/upcross.hpp>

#include "batch_console.hpp"
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
  const auto id_at = [&](std::size_t i) { return ids[static_cast<AccountIndex>(i)]; };
  const auto all = std::views::iota(std::size_t{0}, ids.size());
  const auto after = std::ranges::lower_bound(all, std::string_view(unknown_id), {}, id_at);
  const auto next = static_cast<std::size_t>(after - all.begin());
  std::string text;
  for (std::size_t i = next - std::min<std::size_t>(next, 2); i < std::min(next + 2, ids.size());
       ++i) {
    text.append(text.empty() ? "" : ", ").append(id_at(i));
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
    accounts.push_back(*index);
  }
  for (std::size_t a = 0; wanted.empty() && a < data.account_count(); ++a) {
    accounts.push_back(static_cast<AccountIndex>(a));
  }
  return accounts;
}

std::vector<upcross::ProductIndex> products_of(
    const std::vector<upcross::SuspectedNonGood>& suspected) {
  std::vector<upcross::ProductIndex> products;
  for (const upcross::SuspectedNonGood& one : suspected) products.push_back(one.product);
  return products;
}

struct Batch {
  upcross::Dataset data;
  std::vector<upcross::SuspectedNonGood> suspected;
  upcross::InteractionMatrix interactions;
  upcross::FitReport fit;
  upcross::Recommendations offers;
};

/// Purchases -> interactions -> model -> recommendations.
Batch compute(const BatchOptions& options, const upcross::Execution& execution) {
  validate(options.offers.up_sell.ladder);
  auto data = upcross::read_dataset(options.source, execution);
  const auto accounts = chosen_accounts(data, options.accounts);

  auto suspected = options.keep_suspected ? std::vector<upcross::SuspectedNonGood>()
                                          : upcross::find_suspected_non_goods(data);
  auto interactions = upcross::build_interactions(
      data, {.as_of = options.as_of, .left_out_products = products_of(suspected)});

  auto [model, fit] = upcross::fit_als(interactions, options.model, execution);
  refuse_if_stopped(execution.stop);

  auto offers = upcross::recommend(data, interactions, model, accounts, options.offers, execution);
  return {std::move(data), std::move(suspected), std::move(interactions), std::move(fit),
          std::move(offers)};
}

void write_to_standard_output(const Batch& batch, const BatchOptions& options) {
  errno = 0;
  write_csv(std::cout, batch.offers, batch.data, options.language, options.currency);
  std::cout.flush();
  if (!std::cout) {
    throw Failure(ExitCode::not_written,
                  std::string("cannot write standard output: ") + std::strerror(errno));
  }
}

void write_output(const Batch& batch, const BatchOptions& options, const std::stop_token& stop) {
  refuse_if_stopped(stop);
  if (options.to_standard_output()) return write_to_standard_output(batch, options);
  try {
    upcross::write_whole_file(options.output, [&](std::ostream& out) {
      const auto write = options.as_json() ? upcross::write_json_lines : upcross::write_csv;
      write(out, batch.offers, batch.data, options.language, options.currency);
      refuse_if_stopped(stop);
    });
  } catch (const upcross::Error& error) {
    throw Failure(ExitCode::not_written, error.what());
  }
}

void run(const BatchOptions& options, const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  const Batch batch = [&] {
    ProgressBar bar(!options.quiet);
    return compute(options, {.threads = options.threads,
                             .stop = stop,
                             .observer = [&](const auto& progress) { bar.show(progress); }});
  }();
  write_output(batch, options, stop);
  if (options.quiet) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  const BatchSummary summary(options.currency);
  summary.show_suspected(batch.data, batch.suspected);
  summary.show_interactions(batch.data, batch.interactions);
  summary.show_fit(batch.fit);
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
    const InterruptWatch watch;
    run(*options, watch.token());
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
