#pragma once

#include <iostream>
#include <pthread.h>
#include <signal.h>
#include <stop_token>
#include <string>
#include <thread>
#include <unistd.h>

#include <upcross/core/execution.hpp>

/// Turns the signals INT and TERM into a stop request for as long as it lives. Make it before any
/// other thread: they must not take the signals themselves.
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
      int received = 0;
      if (sigwait(&signals_, &received) == 0 && received != end_of_watch) stop_.request_stop();
    });
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch() {
    pthread_kill(watcher_.native_handle(), end_of_watch);
    watcher_.join();
  }

  std::stop_token token() const { return stop_.get_token(); }

 private:
  static constexpr int end_of_watch = SIGUSR1;

  sigset_t signals_;
  std::stop_source stop_;
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
