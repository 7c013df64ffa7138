#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {

/// A sequence in pieces of about equal length, one for each thread of the execution; short ones are
/// not divided.
class Pieces {
 public:
  Pieces(std::size_t size, const Execution& execution)
      : size_(size), count_(execution.threads_for(size / least)) {}

  std::size_t count() const noexcept { return count_; }
  std::size_t begin(std::size_t piece) const noexcept { return size_ * piece / count_; }
  std::size_t end(std::size_t piece) const noexcept { return begin(piece + 1); }

 private:
  static constexpr std::size_t least = 1 << 16;

  std::size_t size_;
  std::size_t count_;
};

/// For each piece and each index below `count` where the piece puts its first entry of that index,
/// when all are sorted by index and equal ones stay in their order; `index_of(i)` is that of i.
template <class Number, class IndexOf>
std::vector<std::vector<Number>> places_by_piece(const Pieces& pieces, std::size_t count,
                                                 const Execution& execution, IndexOf index_of) {
  std::vector<std::vector<Number>> places(pieces.count(), std::vector<Number>(count));
  parallel_for(execution, pieces.count(), [&](std::size_t piece, unsigned) {
    std::vector<Number>& counts = places[piece];
    for (std::size_t i = pieces.begin(piece); i < pieces.end(piece); ++i) ++counts[index_of(i)];
  });
  Number place = 0;
  for (std::size_t index = 0; index < count; ++index) {
    for (std::vector<Number>& one : places) place += std::exchange(one[index], place);
  }
  return places;
}

}  // namespace upcross::detail
