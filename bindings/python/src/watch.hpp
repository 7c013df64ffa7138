#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <nanobind/nanobind.h>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include <upcross/core/execution.hpp>

/// What a long call has told of itself, handed from its thread to Python's.
class Told {
 public:
  void hear(const upcross::Progress& progress) {
    const std::scoped_lock lock(guard_);
    latest_ = progress;
  }
  std::optional<upcross::Progress> take() {
    const std::scoped_lock lock(guard_);
    return std::exchange(latest_, std::nullopt);
  }

 private:
  std::mutex guard_;
  std::optional<upcross::Progress> latest_;
};

/// Looks after a long call from Python's thread: signals and progress. The first exception that
/// either raises asks the call to stop and is kept.
class Watcher {
 public:
  Watcher(std::stop_source& stop, Told& told, const nanobind::object& progress)
      : stop_(stop), told_(told), progress_(progress) {}

  /// Needs no interpreter lock; takes it.
  void look() {
    const nanobind::gil_scoped_acquire lock;
    if (failure_) return;
    try {
      if (PyErr_CheckSignals() != 0) throw nanobind::python_error();
      const auto heard = told_.take();
      if (!heard || progress_.is_none()) return;
      progress_(nanobind::str(heard->stage.data(), heard->stage.size()), heard->done, heard->total);
    } catch (nanobind::python_error&) {
      failure_ = std::current_exception();
      stop_.request_stop();
    }
  }

  const std::exception_ptr& failure() const { return failure_; }

 private:
  std::stop_source& stop_;
  Told& told_;
  const nanobind::object& progress_;
  std::exception_ptr failure_;
};

/// Carries out `work(execution)` on a thread of its own, without the interpreter lock, while this
/// one looks for Ctrl-C and tells `progress(stage, done, total)`, ten times a second. What these
/// raise ends the work early and is raised.
template <class Work>
auto watched(unsigned threads, const nanobind::object& progress, Work work) {
  using namespace std::chrono_literals;
  std::stop_source stop;
  Told told;
  Watcher watcher(stop, told, progress);
  std::optional<decltype(work(upcross::Execution{}))> result;
  std::exception_ptr failure;
  {
    const nanobind::gil_scoped_release unlocked;
    std::mutex guard;
    std::condition_variable ended;
    bool done = false;
    std::jthread worker([&] {
      try {
        result.emplace(work(upcross::Execution{threads, stop.get_token(),
                                               [&](const auto& now) { told.hear(now); }}));
      } catch (...) {
        failure = std::current_exception();
      }
      const std::scoped_lock lock(guard);
      done = true;
      ended.notify_one();
    });
    std::unique_lock lock(guard);
    while (!ended.wait_for(lock, 100ms, [&] { return done; })) {
      lock.unlock();
      watcher.look();
      lock.lock();
    }
  }
  if (watcher.failure()) std::rethrow_exception(watcher.failure());
  if (failure) std::rethrow_exception(failure);
  return *std::move(result);
}
