import Matrices
import Testing

@testable import Embedding

@Suite("The default encoder against PyTorch")
struct TransformerGoldenTests {
    private func model(_ precision: Precision, _ processor: Processor = .here) throws -> LocalModel {
        try LocalModel(path: RealModel.path, precision: precision, threads: 1, processor: processor)
    }

    /// The rows of all tokens, after the embeddings and each layer.
    private func states(of text: String, by model: LocalModel) -> [[[Float]]] {
        let batch = model.sequences(of: [text], as: .passage)
        let transformer = model.pool.transformer
        let scratch = TransformerScratch(for: transformer, capacity: batch.tokenCount)
        var states: [[[Float]]] = []
        transformer.run(batch, in: scratch) {
            states.append((0..<batch.tokenCount).map { scratch.hidden[$0] })
        }
        return states
    }

    @Test("every layer's output is the reference's")
    func layers() throws {
        let model = try model(.exact)
        for golden in try GoldenActivations.all() {
            #expect(model.sequences(of: [golden.text], as: .passage).ids.map(Int.init) == golden.tokens)
            let found = states(of: golden.text, by: model)
            try #require(found.count == golden.states.count)
            for (depth, (rows, expected)) in zip(found, golden.states).enumerated() {
                let values = rows.joined().map(Double.init)
                let count = Double(values.count)
                // Relative to the values' usual size: single ones are near zero.
                let tolerance = 2e-5 * expected.norm / count.squareRoot()
                let place: Comment = "\(golden.testDescription), depth \(depth)"
                for (value, expected) in zip(values, expected.first) {
                    #expect(abs(value - expected) < tolerance, place)
                }
                #expect(abs(values.reduce(0, +) / count - expected.mean) < tolerance, place)
                let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
                #expect(abs(norm / expected.norm - 1) < 2e-5, place)
            }
        }
    }

    @Test("vectors are the reference's, each precision in its bounds", arguments: Precision.allCases)
    func vectors(precision: Precision) async throws {
        try await expectVectors(precision, .here, of: GoldenActivations.all().filter { $0.vector != nil })
    }

    @Test(
        "vectors are in the same bounds on lesser processors", arguments: Precision.allCases,
        [.avx2, []] as [Processor])
    func lesserProcessors(precision: Precision, processor: Processor) async throws {
        // One kernel runs where the other cannot, so the test holds anywhere.
        try await expectVectors(
            precision, processor, of: GoldenActivations.all().filter { $0.vector != nil && $0.tokens.count < 64 })
    }

    private func expectVectors(_ precision: Precision, _ processor: Processor, of golden: [GoldenActivations])
        async throws
    {
        try #require(!golden.isEmpty)
        let encoder = try LocalEncoder(path: RealModel.path, precision: precision, threads: 1, processor: processor)
        let rows = try await encoder.encode(golden.map(\.text))
        let least =
            switch precision {
            case .exact: 0.999999
            case .half: 0.9999
            case .fast: 0.985
            }
        for (row, golden) in golden.enumerated() {
            let cosine = cosine(rows[row].map(Double.init), golden.vector ?? [])
            #expect(cosine >= least, "\(golden.testDescription)")
        }
    }

    private func cosine(_ first: [Double], _ second: [Double]) -> Double {
        func product(_ first: [Double], _ second: [Double]) -> Double {
            zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return product(first, second) / (product(first, first) * product(second, second)).squareRoot()
    }
}
