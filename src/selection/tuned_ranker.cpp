#include <upcross/selection/tune.hpp>

namespace upcross {

Ranker tuned_ranker(const Dataset& data, const TuneOptions& options) {
  return {"tuned", [&data, options](const TimeSplit& known, std::span<const AccountIndex> accounts,
                                    std::size_t k, const Execution& execution) {
            TuneOptions then = options;
            then.interactions.as_of = known.cut;
            const Tuned tuned = tune(data, then, execution);
            return blend_ranker("", tuned.recipe).rank(known, accounts, k, execution);
          }};
}

}  // namespace upcross
