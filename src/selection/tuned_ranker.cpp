#include <upcross/selection/tune.hpp>

namespace upcross {

Ranker tuned_ranker(const TuneOptions& options) {
  return {"tuned", [options](const RankingQuestion& asked, const Execution& execution) {
            TuneOptions then = options;
            then.interactions = asked.interactions;
            then.horizon_days = asked.known.horizon_days;
            const Tuned tuned = tune(asked.data, then, execution);
            return blend_ranker("", tuned.recipe).rank(asked, execution);
          }};
}

}  // namespace upcross
