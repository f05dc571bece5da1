import Embedding
import Foundation

/// The model that `scripts/setup` fetches.
enum Model {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "models/all-MiniLM-L6-v2")

    static func vocabulary() throws -> Vocabulary {
        try Vocabulary([UInt8](Data(contentsOf: folder.appending(path: "vocab.txt"))))
    }
}
