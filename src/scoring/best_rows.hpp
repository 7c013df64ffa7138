#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace upcross {

struct ScoredRow {
  std::uint32_t row;
  float score;
};

inline bool is_better(const ScoredRow& a, const ScoredRow& b) {
  return a.score != b.score ? a.score > b.score : a.row < b.row;
}

/// The best rows of those offered so far, at most `capacity`, of a category at most `per_category`.
///
/// Nothing that was turned away can be wanted later: either its category already had so many better
/// ones, which only better ones of the same category replace, or all `capacity` rows were better.
class BestRows {
 public:
  void reset(std::size_t capacity, std::size_t per_category,
             std::span<const std::uint32_t> category) {
    heap_.clear();
    capacity_ = capacity;
    per_category_ = per_category;
    category_ = category;
  }

  /// What a further row must reach.
  float threshold() const {
    return heap_.size() < capacity_ ? -std::numeric_limits<float>::infinity() : heap_[0].score;
  }

  void offer(const ScoredRow& one) {
    if (heap_.size() == capacity_ && !is_better(one, heap_[0])) return;
    if (per_category_ > 0 && replaced_in_category(one)) return;
    if (heap_.size() == capacity_) {
      std::ranges::pop_heap(heap_, is_better);
      heap_.pop_back();
    }
    heap_.push_back(one);
    std::ranges::push_heap(heap_, is_better);
  }

  /// Best first; ends the offers.
  std::span<const ScoredRow> sorted() {
    std::ranges::sort(heap_, is_better);
    return heap_;
  }

 private:
  /// Whether the category of `one` is full; then `one` takes the place of its worst if it is
  /// better.
  bool replaced_in_category(const ScoredRow& one) {
    std::size_t members = 0;
    ScoredRow* worst = nullptr;
    for (ScoredRow& other : heap_) {
      if (category_[other.row] != category_[one.row]) continue;
      ++members;
      if (worst == nullptr || is_better(*worst, other)) worst = &other;
    }
    if (members < per_category_) return false;
    if (is_better(one, *worst)) {
      *worst = one;
      std::ranges::make_heap(heap_, is_better);
    }
    return true;
  }

  std::vector<ScoredRow> heap_;  ///< the worst first
  std::size_t capacity_ = 0;
  std::size_t per_category_ = 0;
  std::span<const std::uint32_t> category_;
};

}  // namespace upcross
