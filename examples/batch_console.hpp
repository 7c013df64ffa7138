#pragma once

#include <atomic>
#include <chrono>
#include <iostream>
#include <pthread.h>
#include <signal.h>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>

#include <upcross/core/execution.hpp>

/// Turns the signals INT and TERM into a stop request for as long as it lives. If that does not end
/// the program within two seconds, e.g. because it waits for a pipe, or at a second signal, the
/// process ends. Make it before any other thread: they must not take the signals themselves.
class InterruptWatch {
 public:
  InterruptWatch() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM}) {
      struct sigaction action {};
      sigaction(signal, nullptr, &action);
      if (action.sa_handler != SIG_IGN) sigaddset(&signals_, signal);
    }
    sigaddset(&signals_, end_of_watch);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    watcher_ = std::thread([this] {
      if (sigwaitinfo(&signals_, nullptr) == end_of_watch) return;
      stop_.request_stop();
      const timespec patience{2, 0};
      if (sigtimedwait(&signals_, nullptr, &patience) == end_of_watch) return;
      while (writing_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      constexpr std::string_view last_words = "batch_score: interrupted\n";
      static_cast<void>(!write(STDERR_FILENO, last_words.data(), last_words.size()));
      _exit(130);
    });
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch() {
    writing_ = false;
    pthread_kill(watcher_.native_handle(), end_of_watch);
    watcher_.join();
  }

  std::stop_token token() const { return stop_.get_token(); }

  /// While a file is being written the process is not ended: half of it would be left.
  std::atomic<bool>& writing() { return writing_; }

 private:
  static constexpr int end_of_watch = SIGUSR1;

  sigset_t signals_;
  std::stop_source stop_;
  std::atomic<bool> writing_ = false;
  std::thread watcher_;
};

/// A line on the terminal that shows how far the work is, and is gone afterwards.
class ProgressBar {
 public:
  explicit ProgressBar(bool wanted) : shown_(wanted && isatty(STDERR_FILENO) == 1) {}
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }

  void show(const upcross::Progress& progress) {
    if (!shown_) return;
    std::string line(progress.stage);
    if (progress.total > 0) line += bar(progress.done, progress.total);
    if (line == last_) return;
    last_ = line;
    std::cerr << '\r' << line << "\x1b[K" << std::flush;
  }

 private:
  static std::string bar(std::size_t done, std::size_t total) {
    constexpr std::size_t width = 40;
    const std::size_t filled = width * done / total;
    return " [" + std::string(filled, '#') + std::string(width - filled, '.') + "] " +
           std::to_string(100 * done / total) + " %";
  }

  bool shown_;
  std::string last_;
};
