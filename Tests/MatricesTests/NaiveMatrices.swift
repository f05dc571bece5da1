import Glibc
import TestSupport

/// The products and functions as a textbook has them: the oracle of the kernels.
enum NaiveMatrices {
    /// rows · weights^T + bias.
    static func product(_ rows: [[Float]], _ weights: [[Float]], bias: [Float]) -> [[Double]] {
        rows.map { row in
            zip(weights, bias).map { weight, bias in
                zip(row, weight).reduce(Double(bias)) { $0 + Double($1.0) * Double($1.1) }
            }
        }
    }

    static func gelu(_ x: Double) -> Double {
        x / 2 * (1 + erf(x / 2.0.squareRoot()))
    }

    /// Of one sequence, rows of queries, keys and values side by side.
    static func attention(_ rows: [[Float]], heads: Int) -> [[Double]] {
        let hidden = rows[0].count / 3
        let width = hidden / heads
        return rows.map { query in
            (0..<heads).flatMap { head -> [Double] in
                let columns = head * width..<(head + 1) * width
                let scores = rows.map { key in
                    columns.reduce(0.0) { $0 + Double(query[$1]) * Double(key[hidden + $1]) }
                        / Double(width).squareRoot()
                }
                let most = scores.max() ?? 0
                let shares = scores.map { exp($0 - most) }
                let total = shares.reduce(0, +)
                return columns.map { column in
                    zip(shares, rows).reduce(0.0) { $0 + $1.0 / total * Double($1.1[2 * hidden + column]) }
                }
            }
        }
    }
}

extension SeededGenerator {
    mutating func rows(_ count: Int, _ width: Int, upTo most: Float = 1) -> [[Float]] {
        (0..<count).map { _ in (0..<width).map { _ in Float.random(in: -most...most, using: &self) } }
    }
}
