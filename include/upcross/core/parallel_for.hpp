#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <upcross/core/execution.hpp>

namespace upcross {

/// Calls `body(task, worker)` once for every task in [0, tasks), in any order, on
/// `execution.threads_for(tasks)` threads that are joined before the call returns; worker is
/// 0 .. threads-1 and no two calls with the same worker overlap. A stop request skips the tasks not
/// yet begun. The first exception skips them too and is thrown to the caller.
template <class Body>
void parallel_for(const Execution& execution, std::size_t tasks, Body&& body) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_guard;
  const auto work = [&](unsigned worker) {
    try {
      for (std::size_t task = next++; task < tasks; task = next++) {
        if (execution.stop.stop_requested()) return;
        body(task, worker);
      }
    } catch (...) {
      next = tasks;
      const std::scoped_lock lock(failure_guard);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned worker = 1; worker < execution.threads_for(tasks); ++worker) {
      helpers.emplace_back(work, worker);
    }
    work(0);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace upcross
