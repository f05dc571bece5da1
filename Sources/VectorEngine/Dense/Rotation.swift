import Matrices

// A random rotation that needs no storing: rounds of random signs and Hadamard transforms (Ailon, Chazelle: The fast
// Johnson-Lindenstrauss transform, 2009). A transform takes a power of two of numbers; even rounds take the first, odd rounds the
// last of them, so that every number meets every other (as the rotator of the RaBitQ library does).

/// Turns vectors so that their numbers are alike, and signs tell as much of each.
struct Rotation: Sendable {
    /// Numbers with what fills them up to an octet of groups of four.
    let width: Int
    private let signs: [Float]

    private static let rounds = 6
    private static let seed: UInt64 = 0x5175_6172_7279

    init(dimension: Int) {
        width = (dimension + 31) / 32 * 32
        var random = SplitMix(seed: Self.seed)
        signs = (0..<width * Self.rounds).map { _ in random.next() & 1 == 0 ? 1 : -1 }
    }

    func turn(_ vector: UnsafeMutablePointer<Float>, kernels: Kernels) {
        kernels.rotate(vector, width: width, signs: signs)
    }

    func turned(_ vector: [Float], kernels: Kernels) -> [Float] {
        var turned = vector + [Float](repeating: 0, count: width - vector.count)
        turned.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { turn(base, kernels: kernels) }
        }
        return turned
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same index everywhere.
package struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
