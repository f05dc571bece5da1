import Synchronization

@testable import Embedding

/// The farthest that an encoder has told.
final class FarthestProgress: Sendable {
    private let farthest = Mutex(EncodingProgress(texts: 0, tokens: 0))

    func keep(_ progress: EncodingProgress) {
        farthest.withLock { if progress.texts > $0.texts { $0 = progress } }
    }

    var kept: EncodingProgress {
        farthest.withLock { $0 }
    }
}
