import Glibc
import TestSupport
import Testing

@testable import Matrices

@Suite("Functions of rows")
struct RowFunctionTests {
    private func buffer(_ rows: [[Float]]) -> FloatBuffer {
        let buffer = FloatBuffer(rows: rows.count, width: rows[0].count)
        for (index, row) in rows.enumerated() { buffer.set(index, to: row) }
        return buffer
    }

    struct Attention: Sendable {
        let length: Int
        let heads: Int
        let width: Int
    }

    static let attentions = [
        (1, 1, 8), (2, 3, 5), (3, 2, 16), (17, 4, 8), (48, 2, 32), (49, 12, 32), (70, 2, 64), (130, 3, 20),
        (257, 1, 32),
    ].map { Attention(length: $0.0, heads: $0.1, width: $0.2) }

    @Test("attention is that of a textbook", arguments: attentions, processors)
    func attention(_ shape: Attention, _ processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(shape.length))
        let hidden = shape.heads * shape.width
        let rows = numbers.rows(shape.length, 3 * hidden, upTo: 2)
        let expected = NaiveMatrices.attention(rows, heads: shape.heads)
        for precision in Precision.allCases {
            let out = FloatBuffer(rows: shape.length + 1, width: hidden)
            out.set(shape.length, to: Array(repeating: 7, count: hidden))
            Kernels(processor).attend(
                buffer(rows), from: 0, length: shape.length, heads: shape.heads, precision: precision, into: out,
                scratch: AttentionScratch(length: shape.length, heads: shape.heads, headWidth: shape.width))
            let isHalf = precision != .exact && processor.contains(.bf16)
            for (index, row) in expected.enumerated() {
                for (found, expected) in zip(out[index], row) {
                    #expect(abs(Double(found) - expected) < (isHalf ? 3e-2 : 2e-5))
                }
            }
            #expect(out[shape.length].allSatisfy { $0 == 7 }, "the row behind is untouched")
        }
    }

    @Test("attention of scores far apart stays finite", arguments: processors)
    func largeScores(_ processor: Processor) {
        let rows = (0..<20).map { row -> [Float] in
            (0..<24).map { column -> Float in Float((row * 7 + column * 3) % 11 - 5) * 40 }
        }
        let out = FloatBuffer(rows: 20, width: 8)
        Kernels(processor).attend(
            buffer(rows), from: 0, length: 20, heads: 1, precision: .fast, into: out,
            scratch: AttentionScratch(length: 20, heads: 1, headWidth: 8))
        #expect((0..<20).allSatisfy { out[$0].allSatisfy(\.isFinite) })
    }

    @Test("layer normalisation gives mean and variance", arguments: [1, 5, 16, 33, 384], processors)
    func norm(_ width: Int, _ processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(width))
        let rows = numbers.rows(3, width, upTo: 5)
        let weight = numbers.rows(1, width)[0]
        let bias = numbers.rows(1, width)[0]
        let found = buffer(rows)
        Kernels(processor).normalise(found, count: 3, by: LayerNorm(weight: weight, bias: bias, epsilon: 1e-5))
        for (index, row) in rows.enumerated() {
            let mean = row.reduce(0.0) { $0 + Double($1) } / Double(width)
            let variance = row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(width)
            for (column, value) in row.enumerated() {
                let expected =
                    (Double(value) - mean) / (variance + 1e-5).squareRoot() * Double(weight[column])
                    + Double(bias[column])
                #expect(abs(Double(found[index][column]) - expected) < 1e-5)
            }
        }
    }

    @Test("GELU by tanh is what it says", arguments: processors)
    func gelu(_ processor: Processor) {
        let values = (-800...800).map { Float($0) / 100 }
        let byTanh = buffer([values])
        Kernels(processor).geluByTanh(byTanh, count: 1)
        for (index, value) in values.enumerated() {
            let x = Double(value)
            let inner = x + 0.044715 * x * x * x
            let tanhForm = x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * inner))
            #expect(abs(Double(byTanh[0][index]) - tanhForm) < 2e-6)
        }
    }

    @Test("a mean is of its rows alone, and a vector of zeros has no length", arguments: processors)
    func pooling(_ processor: Processor) {
        let kernels = Kernels(processor)
        let rows = buffer([[9, 9, 9], [1, 2, 3], [3, 4, 8], [9, 9, 9]])
        var mean = kernels.mean(rows, from: 1, count: 2)
        #expect(mean == [2, 3, 5.5])
        kernels.scaleToUnit(&mean)
        #expect(abs(mean.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
        var zeros: [Float] = [0, 0]
        kernels.scaleToUnit(&zeros)
        #expect(zeros == [0, 0])
    }
}
