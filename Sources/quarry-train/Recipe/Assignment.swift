/// The largest total weight of a matching (the Hungarian method with potentials, Kuhn 1955, in its O(n^3) form).
enum Assignment {
    static func best(_ weights: [[Int]]) -> Int {
        let columnCount = weights.map(\.count).max() ?? 0
        let size = max(weights.count, columnCount)
        func cost(_ row: Int, _ column: Int) -> Int {
            row < weights.count && column < columnCount ? -weights[row][column] : 0
        }
        var (u, v) = ([Int](repeating: 0, count: size + 1), [Int](repeating: 0, count: size + 1))
        var owner = [Int](repeating: 0, count: size + 1)
        var way = [Int](repeating: 0, count: size + 1)
        for row in stride(from: 1, through: size, by: 1) {
            owner[0] = row
            var column = 0
            var least = [Int](repeating: .max, count: size + 1)
            var isUsed = [Bool](repeating: false, count: size + 1)
            repeat {
                isUsed[column] = true
                let current = owner[column]
                var delta = Int.max
                var next = 0
                for other in 1...size where !isUsed[other] {
                    let reduced = cost(current - 1, other - 1) - u[current] - v[other]
                    if reduced < least[other] { (least[other], way[other]) = (reduced, column) }
                    if least[other] < delta { (delta, next) = (least[other], other) }
                }
                for other in 0...size {
                    if isUsed[other] {
                        u[owner[other]] += delta
                        v[other] -= delta
                    } else if least[other] < .max {
                        least[other] -= delta
                    }
                }
                column = next
            } while owner[column] != 0
            repeat {
                owner[column] = owner[way[column]]
                column = way[column]
            } while column != 0
        }
        return (1...max(size, 1)).reduce(0) { total, column in
            column <= size && owner[column] > 0 ? total - cost(owner[column] - 1, column - 1) : total
        }
    }
}
