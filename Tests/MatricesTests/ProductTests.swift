import TestSupport
import Testing

@testable import Matrices

/// The sets of instructions that are tried: each that this machine has, and none.
let processors: [Processor] = Array(
    Set([
        Processor.here, Processor.here.subtracting(.bf16), Processor.here.subtracting(.vnni),
        .here.intersection([.avx2, .avx512]),
        .here.intersection(.avx2), [],
    ]))

@Suite("Products")
struct ProductTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let rows: Int
        let inputs: Int
        let outputs: Int

        var testDescription: String { "\(rows) x \(inputs) x \(outputs)" }
    }

    static let shapes = [
        (1, 1, 1), (1, 4, 16), (2, 3, 5), (5, 17, 33), (6, 64, 64), (7, 63, 65), (13, 100, 130), (31, 384, 96),
        (12, 33, 200),
        (48, 130, 48),
    ].map { Shape(rows: $0.0, inputs: $0.1, outputs: $0.2) }

    private func product(
        _ rows: [[Float]], _ weights: [[Float]], bias: [Float], _ precision: Precision, _ processor: Processor,
        finish: Finish = .store, onto start: Float = 0
    ) -> [[Float]] {
        let kernels = Kernels(processor)
        let inputs = rows[0].count
        let buffer = FloatBuffer(rows: rows.count, width: inputs)
        let out = FloatBuffer(rows: rows.count, width: bias.count)
        for (index, row) in rows.enumerated() {
            buffer.set(index, to: row)
            out.set(index, to: bias.map { _ in start })
        }
        let packed = PackedWeights(
            [weights.flatMap(\.self)], bias: [bias], inputs: inputs, precision: precision, processor: processor)
        let factors = Activations(rows: rows.count, width: inputs, precision: precision, processor: processor)
        kernels.convert(buffer, count: rows.count, to: factors)
        kernels.multiply(factors, by: packed, count: rows.count, into: out, finish)
        return rows.indices.map { out[$0] }
    }

    private func worstError(_ found: [[Float]], _ expected: [[Double]]) -> Double {
        let size = expected.joined().map(abs).max() ?? 0
        return zip(found.joined(), expected.joined()).map { abs(Double($0) - $1) }.max().map { $0 / max(size, 1e-9) }
            ?? 0
    }

    @Test("of f32 are those of a textbook", arguments: shapes, processors)
    func exact(shape: Shape, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(shape.rows * 1000 + shape.inputs))
        let rows = numbers.rows(shape.rows, shape.inputs)
        let weights = numbers.rows(shape.outputs, shape.inputs)
        let bias = numbers.rows(1, shape.outputs)[0]
        let expected = NaiveMatrices.product(rows, weights, bias: bias)
        #expect(worstError(product(rows, weights, bias: bias, .exact, processor), expected) < 2e-6)
        let half = worstError(product(rows, weights, bias: bias, .half, processor), expected)
        #expect(half < (Precision.half.computed(on: processor) == .half ? 2e-4 : 2e-6))
    }

    @Test("of bytes have the very sums of whole numbers", arguments: shapes, processors)
    func bytes(shape: Shape, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(shape.rows * 77 + shape.inputs))
        // Bytes times a power of two, of which the first two are the largest: rounding leaves them as they are.
        func rows(_ count: Int, times unit: Float) -> [[Float]] {
            (0..<count).map { _ in
                (0..<shape.inputs).map { column in
                    Float(column < 2 ? 127 : Int.random(in: -127...127, using: &numbers)) * unit
                }
            }
        }
        let left = rows(shape.rows, times: 0.5)
        let weights = rows(shape.outputs, times: 0.25)
        let found = product(left, weights, bias: weights.map { _ in 0 }, .fast, processor)
        let expected = NaiveMatrices.product(left, weights, bias: weights.map { _ in 0 })
        #expect(found.joined().elementsEqual(expected.joined().map(Float.init)))
    }

    @Test("of bytes are near those of the numbers", arguments: processors)
    func rounding(processor: Processor) {
        var numbers = SeededGenerator(seed: 3)
        let rows = numbers.rows(20, 384, upTo: 3)
        let weights = numbers.rows(96, 384, upTo: 0.1)
        let bias = numbers.rows(1, 96)[0]
        let expected = NaiveMatrices.product(rows, weights, bias: bias)
        #expect(worstError(product(rows, weights, bias: bias, .fast, processor), expected) < 2e-2)
    }

    @Test(
        "of bytes keep the digits of a row in which one value stands out", arguments: [1.5, -3, 14.9, -200] as [Float],
        [0, 17, 383, 390])
    func peaks(peak: Float, place: Int) {
        var numbers = SeededGenerator(seed: 31)
        var rows = numbers.rows(13, 391)
        let weights = numbers.rows(70, 391)
        let bias = numbers.rows(1, 70)[0]
        for row in rows.indices where row != 5 { rows[row][place] = peak }
        let expected = NaiveMatrices.product(rows, weights, bias: bias)
        let found = processors.map { product(rows, weights, bias: bias, .fast, $0) }
        #expect(found.allSatisfy { $0 == found[0] }, "all processors give the very same sums")
        // Beyond 16 times the others a peak has the scale.
        let size = max(1, abs(peak) / 16) * 0.25
        for (found, expected) in zip(found[0].joined(), expected.joined()) {
            #expect(abs(Double(found) - expected) < Double(size))
        }
    }

    @Test("of bytes do not saturate", arguments: processors, [[1, 1], [1, -1], [-1, -1]] as [[Float]])
    func extremes(processor: Processor, signs: [Float]) {
        let inputs = 1536
        let found = product(
            [Array(repeating: signs[0] * 5, count: inputs)], [Array(repeating: signs[1] * 2, count: inputs)], bias: [0],
            .fast, processor)
        #expect(abs(found[0][0] - signs[0] * signs[1] * 10 * Float(inputs)) < 0.01)
    }

    @Test(
        "of 16-bit numbers stay within 32 bits, whatever their signs, number and peaks",
        arguments: [(1, 0), (2, 0), (16, 0), (384, 0), (1536, 0), (8192, 0), (384, 1), (8192, 3), (8192, 500)],
        processors)
    func extremeHalves(shape: (inputs: Int, peaks: Int), processor: Processor) {
        for sign in [1, -1] as [Float] {
            let row = (0..<shape.inputs).map { $0 < shape.peaks ? Float(40) : 5 }
            let found = product([row], [row.map { $0 * sign }], bias: [0], .half, processor)
            let expected = sign * row.reduce(0) { $0 + $1 * $1 }
            // All round alike, by up to half of 500; a sum that left its bits would have another sign.
            #expect(abs(found[0][0] - expected) < 2e-3 * abs(expected), "\(sign)")
        }
    }

    @Test("of rows of zeros are the bias", arguments: Precision.allCases, processors)
    func zeros(precision: Precision, processor: Processor) {
        let found = product(
            [[0, 0, 0]], [[1, 2, 3], [0, 0, 0]], bias: [0.5, -2], precision, processor)
        #expect(found == [[0.5, -2]])
    }

    @Test("GELU is right far from zero too", arguments: processors)
    func gelu(processor: Processor) {
        let values = (-1200...1200).map { Float($0) / 100 }
        let bent = product(
            values.map { [$0] }, [[1]], bias: [0], .exact, processor, finish: .geluExact)
        for (value, bent) in zip(values, bent) {
            #expect(abs(Double(bent[0]) - NaiveMatrices.gelu(Double(value))) < 4e-7 * Double(max(2.5, abs(value))))
        }
    }

    @Test("can be added to what is there, and go through GELU", arguments: Precision.allCases, processors)
    func finishes(precision: Precision, processor: Processor) {
        var numbers = SeededGenerator(seed: 5)
        let rows = numbers.rows(9, 40, upTo: 2)
        let weights = numbers.rows(70, 40)
        let bias = numbers.rows(1, 70)[0]
        let plain = product(rows, weights, bias: bias, precision, processor)
        let added = product(rows, weights, bias: bias, precision, processor, finish: .add, onto: 3)
        let bent = product(rows, weights, bias: bias, precision, processor, finish: .gelu)
        let exact = product(rows, weights, bias: bias, precision, processor, finish: .geluExact)
        for (plain, exact) in zip(plain.joined(), exact.joined()) {
            #expect(abs(Double(exact) - NaiveMatrices.gelu(Double(plain))) < 4e-7 * Double(max(2.5, abs(plain))))
        }
        for ((plain, added), bent) in zip(zip(plain.joined(), added.joined()), bent.joined()) {
            #expect(abs(plain + 3 - added) < 1e-5)
            #expect(abs(Double(bent) - NaiveMatrices.gelu(Double(plain))) < 1e-4 + 2e-4 * Double(abs(plain)))
        }
    }
}
