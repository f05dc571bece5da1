/// Where the scores of a list lie.
package struct ListSpread {
    package let mean: Double
    package let variance: Double

    package init(_ scores: some Collection<Float>) {
        guard !scores.isEmpty else {
            (mean, variance) = (0, 0)
            return
        }
        let count = Double(scores.count)
        let mean = scores.reduce(0) { $0 + Double($1) } / count
        self.mean = mean
        variance = scores.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    }

    package var deviation: Double {
        variance.squareRoot()
    }
}
