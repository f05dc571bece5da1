import Glibc
import JSONStream
import Search

/// How good and how fast the searches of a set were.
struct RetrievalFigures {
    private let queries: Int
    private let documents: Int
    /// Means over the queries whose answers are known; nil where none is.
    private let means: Means?
    private let median: Double
    private let slow: Double
    private let perSecond: Double

    private struct Means {
        var recall1 = 0.0
        var recall5 = 0.0
        var recall10 = 0.0
        var reciprocalRank = 0.0
        var gain = 0.0
    }

    init(_ outcome: RetrievalOutcome, _ set: RetrievalSet) {
        queries = outcome.queries.count
        documents = set.documents.count
        median = outcome.time(at: 0.5)
        slow = outcome.time(at: 0.99)
        perSecond = Double(outcome.queries.count) / max(outcome.whole / .seconds(1), 1e-9)
        means = set.answers.isEmpty ? nil : Self.means(outcome, set.answers)
    }

    /// As the evaluation kit defines them: over every query that has a right document, found or not.
    private static func means(_ outcome: RetrievalOutcome, _ answers: [String: [String: Double]]) -> Means {
        var means = Means()
        for (query, found) in zip(outcome.queries, outcome.found) {
            guard let right = answers[query.id] else { continue }
            let ranked = found.prefix(10).map { right[$0.key.text] ?? 0 }
            func recall(_ count: Int) -> Double {
                Double(ranked.prefix(count).count { $0 > 0 }) / Double(right.count)
            }
            means.recall1 += recall(1)
            means.recall5 += recall(5)
            means.recall10 += recall(10)
            if let first = ranked.firstIndex(where: { $0 > 0 }) { means.reciprocalRank += 1 / Double(first + 1) }
            means.gain += discounted(ranked) / discounted(right.values.sorted(by: >).prefix(10))
        }
        let count = Double(answers.count)
        means.recall1 /= count
        means.recall5 /= count
        means.recall10 /= count
        means.reciprocalRank /= count
        means.gain /= count
        return means
    }

    private static func discounted(_ gains: some Sequence<Double>) -> Double {
        gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }

    var text: String {
        var lines = ["\(queries.grouped) queries among \(documents.grouped) documents"]
        if let means {
            lines.append(
                "nDCG@10 \(means.gain.digits(4))  MRR@10 \(means.reciprocalRank.digits(4))  recall@1 "
                    + "\(means.recall1.digits(4))  @5 \(means.recall5.digits(4))  @10 \(means.recall10.digits(4))")
        }
        lines.append(
            "a query \(median.digits(2)) ms (median), \(slow.digits(2)) ms (99th of 100); "
                + "\(Int(perSecond).grouped) a second on all cores")
        return lines.joined(separator: "\n")
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("queries", queries)
            writer.member("documents", documents)
            if let means {
                writer.member("ndcg@10", means.gain)
                writer.member("mrr@10", means.reciprocalRank)
                writer.member("recall@1", means.recall1)
                writer.member("recall@5", means.recall5)
                writer.member("recall@10", means.recall10)
            }
            writer.member("medianMilliseconds", median)
            writer.member("p99Milliseconds", slow)
            writer.member("queriesPerSecond", perSecond)
        }
        return writer.text
    }
}

extension Double {
    /// With so many digits behind the point.
    fileprivate func digits(_ count: Int) -> String {
        let factor = pow(10, Double(count))
        let whole = Int((abs(self) * factor).rounded())
        let fraction = String(whole % Int(factor))
        return (self < 0 ? "-" : "") + "\(whole / Int(factor))."
            + String(repeating: "0", count: count - fraction.count) + fraction
    }
}
