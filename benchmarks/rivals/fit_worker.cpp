// Fits one matrix and prints what it took, as one line of JSON. rivals.py calls it.

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <upcross/kernels/kernels.hpp>
#include <upcross/model/als.hpp>

#include "matrix_file.hpp"

namespace {

using namespace upcross;
using bench::processor_seconds;

std::size_t peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Fits a matrix and prints processor seconds");
  std::string folder;
  std::size_t products = 0;
  AlsOptions options{.unobserved_weight = 0.3, .regularization = 0.008};
  Execution execution{.threads = 1};
  app.add_option("folder", folder)->required();
  app.add_option("products", products)->required();
  app.add_option("--factors", options.factors);
  app.add_option("--iterations", options.iterations);
  app.add_option("--unobserved-weight", options.unobserved_weight);
  app.add_option("--regularization", options.regularization);
  app.add_option("--threads", execution.threads);
  CLI11_PARSE(app, argc, argv);

  const InteractionMatrix matrix = bench::read_matrix(folder, products);
  std::vector<double> times;
  execution.observer = [&,
                        iteration = 2 * matrix.by_account().entries()](const Progress& progress) {
    if (progress.done == times.size() * iteration) times.push_back(processor_seconds());
  };
  const auto wall_begin = std::chrono::steady_clock::now();
  const double begin = processor_seconds();
  const AlsFit fit = fit_als(matrix, options, execution);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_begin;
  std::vector<double> iterations;
  for (std::size_t i = 1; i < times.size(); ++i) iterations.push_back(times[i] - times[i - 1]);
  std::cout << nlohmann::json{{"iterations", iterations},
                              {"setup", times.front() - begin},
                              {"whole", processor_seconds() - begin},
                              {"wall", wall.count()},
                              {"loss", fit.report.loss},
                              {"peak_kilobytes", peak_kilobytes()},
                              {"kernels", to_string(active_kernels())}}
            << '\n';
}
