#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <upcross/upcross.hpp>

/// What a fit is asked for.
struct FitOptions {
  upcross::InteractionOptions interactions;
  upcross::AlsOptions als;
  upcross::RecommendOptions offers;
  bool keep_suspected = false;
};

/// A fitted model with all that it answers from. Immutable but for what is prepared when it is
/// first needed; safe for concurrent use.
class Model {
 public:
  /// Purchases -> interactions -> factors.
  static std::shared_ptr<const Model> fit(std::shared_ptr<const upcross::Dataset> data,
                                          const FitOptions& options,
                                          const upcross::Execution& execution);

  /// The same without the fit, from factors that were stored.
  Model(std::shared_ptr<const upcross::Dataset> data, upcross::InteractionMatrix interactions,
        FitOptions options, upcross::AlsFit fit);

  const upcross::Dataset& data() const noexcept { return *data_; }
  const std::shared_ptr<const upcross::Dataset>& shared_data() const noexcept { return data_; }
  const upcross::InteractionMatrix& interactions() const noexcept { return interactions_; }
  const upcross::FactorModel& factors() const noexcept { return fit_.model; }
  const upcross::FitReport& report() const noexcept { return fit_.report; }
  const FitOptions& options() const noexcept { return options_; }

  bool is_prepared() const;

  /// Prepares it where that has not been done; a stop request throws stopped.
  const upcross::Recommender& recommender(const upcross::Execution& execution) const;

  /// The factors of accounts with these purchases, whose products must be those of the model;
  /// accounts x factors.
  upcross::Matrix fold_in(const upcross::Dataset& purchases) const;

 private:
  std::shared_ptr<const upcross::Dataset> data_;
  upcross::InteractionMatrix interactions_;
  FitOptions options_;
  upcross::AlsFit fit_;
  mutable std::mutex guard_;
  mutable std::optional<upcross::Recommender> recommender_;
};
