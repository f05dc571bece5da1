import Matrices
import TestSupport
import Testing

@testable import Embedding

@Suite("Cancelled encoding")
struct LocalEncoderCancellationTests {
    @Test("a cancelled task ends after the batches at work", arguments: [1, 2])
    func midBatch(threads: Int) async throws {
        let encoder = try TinyModel().opened { try LocalEncoder(path: $0, precision: .exact, threads: threads) }
        let texts = TinyTexts.many(2000, seed: 21)
        let progress = FarthestProgress()
        let (began, cancelled) = (Gate(), Gate())
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                await #expect(throws: CancellationError.self) {
                    try await encoder.encode(texts, as: .passage) {
                        progress.keep($0)
                        began.open()
                        cancelled.pass()
                    }
                }
            }
            await began.opened()
            tasks.cancelAll()
            cancelled.open()
        }
        // What stood in one batch of each worker: all texts have some 30,000 tokens.
        #expect(progress.kept.tokens > 0)
        #expect(progress.kept.tokens <= threads * (TransformerWorker.usualTokens + 64))
        #expect(try await encoder.encode(["how"]).count == 1, "the encoder is as good as before")
    }

    @Test("a task that is cancelled before encodes nothing")
    func before() async throws {
        let encoder = try TinyModel().opened { try LocalEncoder(path: $0, precision: .exact, threads: 1) }
        let progress = FarthestProgress()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.cancelAll()
            tasks.addTask {
                await #expect(throws: CancellationError.self) {
                    try await encoder.encode(["how"], as: .query) { progress.keep($0) }
                }
                await #expect(throws: CancellationError.self) { try await encoder.encodeTokens(["how"], as: .query) }
            }
        }
        #expect(progress.kept.texts == 0)
    }
}
