#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include <upcross/core/error.hpp>

namespace upcross {

/// How far a long call has come.
struct Progress {
  std::string_view stage;  ///< what is being done, e.g. "fitting"; a string literal
  std::size_t done = 0;    ///< units of work finished, 0 .. total
  std::size_t total = 0;   ///< units of work of this stage; 0 while unknown
};

/// How a call is carried out. Nothing here changes a byte of any result.
struct Execution {
  unsigned threads = 0;       ///< threads that live as long as the call; 0 = one per processor
  std::stop_token stop = {};  ///< a request ends the call early: each says what it then does
  std::function<void(const Progress&)> observer = {};  ///< called from the calling thread

  /// Threads to use for `tasks` independent pieces of work, at least 1.
  unsigned threads_for(std::size_t tasks) const {
    const unsigned wanted = threads != 0 ? threads : std::thread::hardware_concurrency();
    return static_cast<unsigned>(std::clamp<std::size_t>(tasks, 1, std::max(1U, wanted)));
  }

  void report(const Progress& progress) const {
    if (observer) observer(progress);
  }

  /// Throws stopped after a stop request: "`what` was stopped".
  void throw_if_stopped(std::string_view what) const {
    if (stop.stop_requested()) throw Error(ErrorCode::stopped, std::string(what) + " was stopped");
  }
};

}  // namespace upcross
