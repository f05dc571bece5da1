/// Where the scores of a list lie.
struct ListSpread {
    let mean: Double
    let variance: Double

    init(_ scores: some Collection<Float>) {
        guard !scores.isEmpty else {
            (mean, variance) = (0, 0)
            return
        }
        let count = Double(scores.count)
        let mean = scores.reduce(0) { $0 + Double($1) } / count
        self.mean = mean
        variance = scores.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    }

    var deviation: Double {
        variance.squareRoot()
    }
}
