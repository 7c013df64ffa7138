#pragma once

#include <memory>
#include <vector>

#include <upcross/upcross.hpp>

/// A fitted engine and the factorization that accounts are folded into. Immutable; safe for
/// concurrent use.
class Model {
 public:
  using Factors = std::shared_ptr<const upcross::FactorModel>;

  static std::shared_ptr<const Model> fit(std::shared_ptr<const upcross::Dataset> data,
                                          const upcross::EngineOptions& options,
                                          const upcross::Execution& execution);

  /// Of what a fit found. `data` are those of the engine.
  Model(std::shared_ptr<const upcross::Dataset> data, upcross::Engine engine, Factors factors);

  const upcross::Dataset& data() const noexcept { return *data_; }
  const std::shared_ptr<const upcross::Dataset>& shared_data() const noexcept { return data_; }
  const upcross::Engine& engine() const noexcept { return engine_; }

  /// Part of what ranks, or fitted beside it.
  const upcross::FactorModel& factors() const noexcept { return *factors_; }

  /// Of each product, whether it is ever offered.
  const std::vector<bool>& eligible() const noexcept { return eligible_; }

  /// The factors of accounts with these purchases, whose products must be those of the model;
  /// accounts x factors.
  upcross::Matrix fold_in(const upcross::Dataset& purchases) const;

 private:
  std::shared_ptr<const upcross::Dataset> data_;
  upcross::Engine engine_;
  Factors factors_;
  std::vector<bool> eligible_;
};
