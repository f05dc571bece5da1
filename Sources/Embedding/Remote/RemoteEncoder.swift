public import HTTPClient
import Synchronization

/// Has texts encoded by an OpenAI-compatible server (`POST {base}/embeddings`).
///
/// Texts go out in bounded requests, a bounded number of them at a time; failures that may pass are tried again. Either all
/// vectors come back or one error: the first, after which the other requests are cancelled. A text is sent as it is; whether
/// an empty or an overlong one is refused, or cut, is the server's choice.
public final class RemoteEncoder: TextEncoder {
    private let model: RemoteModel
    private let load: RemoteLoad
    private let server: ModelServer
    /// Settled by the first answer.
    private let dimension = Mutex<Int?>(nil)

    public init(_ model: RemoteModel, load: RemoteLoad = .standard, transport: any Transport, retrier: Retrier) {
        self.model = model
        self.load = load
        server = ModelServer(
            .vectors, base: model.base, model: model.name, key: model.key, transport: transport, retrier: retrier)
    }

    /// Costs one request if nothing was encoded before: the server alone knows the dimension.
    public var identity: EncoderIdentity {
        get async throws(RemoteModelError) {
            let dimension =
                if let known = dimension.withLock(\.self) { known } else {
                    try await ask(["dimension"], as: .passage).rows.dimension
                }
            return EncoderIdentity(model: model.fingerprint, precision: "f32", dimension: dimension)
        }
    }

    public func encode(
        _ texts: [String], as role: TextRole, progress: @escaping @Sendable (EncodingProgress) -> Void
    ) async throws(RemoteModelError) -> VectorRows {
        guard !texts.isEmpty else { return VectorRows(dimension: try await identity.dimension) }
        let batches = load.batches(of: texts)
        var parts = [VectorRows?](repeating: nil, count: batches.count)
        var done = EncodingProgress(texts: 0, tokens: 0)
        let failure = await withTaskGroup(of: BatchOutcome.self) { group in
            var next = 0
            func launch() {
                guard next < batches.count else { return }
                let number = next
                next += 1
                group.addTask { await self.outcome(number, texts[batches[number]], as: role) }
            }
            for _ in 0..<load.requests { launch() }
            for await outcome in group {
                switch outcome.result {
                case .success(let answer):
                    parts[outcome.batch] = answer.rows
                    done.texts += answer.rows.count
                    done.tokens += answer.tokens
                    progress(done)
                    launch()
                case .failure(let error):
                    group.cancelAll()
                    return error as RemoteModelError?
                }
            }
            return nil
        }
        if let failure { throw failure }
        let rows = parts.compactMap(\.self)
        return VectorRows(dimension: rows[0].dimension, values: rows.flatMap(\.values))
    }
}

extension RemoteEncoder {
    private struct Answer {
        let rows: VectorRows
        let tokens: Int
    }

    private struct BatchOutcome {
        let batch: Int
        let result: Result<Answer, RemoteModelError>
    }

    private func outcome(_ batch: Int, _ texts: ArraySlice<String>, as role: TextRole) async -> BatchOutcome {
        do throws(RemoteModelError) {
            return BatchOutcome(batch: batch, result: .success(try await ask(texts, as: role)))
        } catch {
            return BatchOutcome(batch: batch, result: .failure(error))
        }
    }

    private func ask(_ texts: ArraySlice<String>, as role: TextRole) async throws(RemoteModelError) -> Answer {
        let question = EmbeddingsRequest(model: model, role: role, texts: texts)
        return try await server.ask(question) { (answer: EmbeddingsAnswer) throws(RemoteModelError.Kind) in
            let rows = try answer.rows(for: texts.count)
            try settle(rows.dimension)
            let estimate = texts.reduce(0) { $0 + RemoteLoad.estimatedTokens(of: $1) }
            return Answer(rows: rows, tokens: answer.tokens ?? estimate)
        }
    }

    /// All answers must have the dimension of the first.
    private func settle(_ found: Int) throws(RemoteModelError.Kind) {
        let expected = dimension.withLock { dimension in
            let expected = dimension ?? found
            dimension = expected
            return expected
        }
        guard found == expected else { throw .wrongDimension(expected: expected, got: found) }
    }
}
