#include "model/conjugate_gradients.hpp"

namespace upcross::detail {

ConjugateGradients::ConjugateGradients(std::size_t factors) {
  for (Eigen::VectorXf* vector :
       {&inverse_root_, &right_, &z_, &residual_, &direction_, &image_, &scaled_}) {
    vector->resize(static_cast<Eigen::Index>(factors));
  }
}

void ConjugateGradients::apply(const Matrix& fixed, const Observations& observations) {
  const auto rows = eigen_view(fixed);
  scaled_ = inverse_root_.cwiseProduct(direction_);
  image_.setZero();
  for (std::size_t j = 0; j < observations.indexes.size(); ++j) {
    const auto y = rows.row(observations.indexes[j]);
    image_ += (observations.curvature[j] * y.dot(scaled_)) * y.transpose();
  }
  image_ = inverse_root_.cwiseProduct(image_) + direction_;
}

ConjugateGradients::Result ConjugateGradients::solve(const Matrix& fixed,
                                                     std::span<const double> diagonal,
                                                     const Observations& observations,
                                                     double tolerance, std::span<float> x) {
  const auto rows = eigen_view(fixed);
  Eigen::Map<Eigen::VectorXf> start(x.data(), std::ssize(x));
  inverse_root_ = Eigen::Map<const Eigen::VectorXd>(diagonal.data(), std::ssize(diagonal))
                      .cwiseSqrt()
                      .cwiseInverse()
                      .cast<float>();
  right_.setZero();
  for (std::size_t j = 0; j < observations.indexes.size(); ++j) {
    right_ += observations.weights[j] * rows.row(observations.indexes[j]).transpose();
  }
  right_ = inverse_root_.cwiseProduct(right_);
  z_ = direction_ = start.cwiseQuotient(inverse_root_);
  apply(fixed, observations);
  residual_ = right_ - image_;
  direction_ = residual_;
  const float target = static_cast<float>(tolerance * tolerance) * right_.squaredNorm();
  float square = residual_.squaredNorm();
  for (Eigen::Index step = 0; step < 2 * z_.size() + 8 && square > target; ++step) {
    apply(fixed, observations);
    const float length = square / direction_.dot(image_);
    z_ += length * direction_;
    residual_ -= length * image_;
    const float next = residual_.squaredNorm();
    direction_ = residual_ + (next / square) * direction_;
    square = next;
  }
  start = inverse_root_.cwiseProduct(z_);
  return {square <= target, z_.cast<double>().dot((right_ + residual_).cast<double>())};
}

}  // namespace upcross::detail
