/// The best rows of many: a heap with the worst of them on top.
struct BestRows: ~Copyable {
    private let limit: Int
    private var rows: GrowingBuffer<RowScore>

    init(_ limit: Int) {
        self.limit = limit
        rows = GrowingBuffer(capacity: min(limit, 1024))
    }

    /// What a row has to surpass that comes behind all others.
    var threshold: Float {
        limit == 0 ? .infinity : rows.count < limit ? -.infinity : rows[0].score
    }

    /// Offers a row; of equal scores the one that came first stays.
    mutating func insert(_ row: RowScore) {
        if rows.count < limit {
            rows.append(row)
            var child = rows.count - 1
            while child > 0, rows[(child - 1) / 2] < rows[child] {
                swap(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else if limit > 0, row < rows[0] {
            rows[0] = row
            sink()
        }
    }

    /// The best first.
    func sorted() -> [RowScore] {
        Array(rows.values).sorted()
    }

    private func sink() {
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < rows.count else { return }
            if child + 1 < rows.count, rows[child] < rows[child + 1] { child += 1 }
            guard rows[parent] < rows[child] else { return }
            swap(parent, child)
            parent = child
        }
    }

    private func swap(_ one: Int, _ other: Int) {
        (rows[one], rows[other]) = (rows[other], rows[one])
    }
}
