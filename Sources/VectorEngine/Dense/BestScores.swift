/// The best scores so far, in order. Small: it is kept sorted by moving what is worse.
struct BestScores {
    let capacity: Int
    private(set) var scores: [Float] = []
    private(set) var places: [UInt32] = []

    init(capacity: Int) {
        self.capacity = capacity
        scores.reserveCapacity(capacity + 1)
        places.reserveCapacity(capacity + 1)
    }

    /// The score that stands at a rank, counted from one, or less than any.
    func score(at rank: Int) -> Float {
        scores.count >= rank ? scores[rank - 1] : -.infinity
    }

    /// Of equal scores the lesser place is the better, so that the order in which they come does not matter.
    mutating func insert(_ place: UInt32, _ score: Float) {
        var index = scores.count
        if index == capacity {
            guard let last = scores.last, let worst = places.last else { return }
            guard score > last || (score == last && place < worst) else { return }
            scores.removeLast()
            places.removeLast()
            index -= 1
        }
        while index > 0, scores[index - 1] < score || (scores[index - 1] == score && places[index - 1] > place) {
            index -= 1
        }
        scores.insert(score, at: index)
        places.insert(place, at: index)
    }
}
