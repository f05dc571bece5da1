import Matrices
import TestSupport
import Testing

@Suite("Scans for ranges")
struct RangeScanTests {
    private static let counts = [0, 1, 63, 64, 65, 127, 128, 1000, 1024]

    /// Compares with one value after the other; the words begin as ones, so that bits behind the end are seen to be cleared.
    private func check<Value: Comparable>(
        _ values: [Value], _ range: ClosedRange<Value>, _ processor: Processor,
        _ scan: (UnsafeBufferPointer<Value>, ClosedRange<Value>, UnsafeMutableBufferPointer<UInt64>) -> Void
    ) {
        var words = [UInt64](repeating: .max, count: (values.count + 63) / 64)
        words.withUnsafeMutableBufferPointer { words in values.withUnsafeBufferPointer { scan($0, range, words) } }
        var expected = [UInt64](repeating: 0, count: words.count)
        for (row, value) in values.enumerated() where value >= range.lowerBound && value <= range.upperBound {
            expected[row / 64] |= 1 << UInt64(row % 64)
        }
        #expect(words == expected, "\(values.count) values on \(processor)")
    }

    @Test("find the values that a loop finds", arguments: processors)
    func naive(processor: Processor) {
        var generator = SeededGenerator(seed: 11)
        let kernels = Kernels(processor)
        for count in Self.counts {
            let edges: [Int64] = [.min, .max, 0, -1, 1]
            let whole = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? edges[.random(in: 0..<edges.count, using: &generator)] : .random(in: -9...9, using: &generator)
            }
            for range in [-3...3, .min...0, 0 ... .max, .min ... .max, 1...1, .max ... .max] as [ClosedRange<Int64>] {
                check(whole, range, processor) { kernels.scan($0, for: $1, into: $2) }
            }
            let odd: [Double] = [.nan, .infinity, -.infinity, 0.0, -0.0, .greatestFiniteMagnitude]
            let doubles = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? odd[.random(in: 0..<odd.count, using: &generator)] : .random(in: -3...3, using: &generator)
            }
            for range in [-1...1, 0.0...0.0, -.infinity ... -0.0, 1 ... .infinity] as [ClosedRange<Double>] {
                check(doubles, range, processor) { kernels.scan($0, for: $1, into: $2) }
            }
            let codes = (0..<count).map { _ in UInt16.random(in: 0 ... .max, using: &generator) }
            for range in [0...0, 0...32767, 32768 ... .max, 40000...50000, 0 ... .max] as [ClosedRange<UInt16>] {
                check(codes, range, processor) { kernels.scan($0, for: $1, into: $2) }
            }
        }
    }

    @Test("number the bits that are set", arguments: processors)
    func bits(processor: Processor) {
        var generator = SeededGenerator(seed: 12)
        let kernels = Kernels(processor)
        for count in [0, 1, 2, 7, 100] {
            let words = (0..<count).map { _ in
                [0, .max, 1, 1 << 63, UInt64.random(in: 0 ... .max, using: &generator)].randomElement(using: &generator)
                    ?? 0
            }
            let expected = (0..<count * 64).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
            words.withUnsafeBufferPointer { words in
                #expect(kernels.countBits(words) == expected.count)
                #expect(
                    kernels.numbersOfBits(words, atMost: words.count * 64).map(Int.init) == expected, "on \(processor)")
            }
        }
    }
}
