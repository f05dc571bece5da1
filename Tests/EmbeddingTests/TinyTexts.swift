import TestSupport

@testable import Embedding

/// Texts for a `TinyModel`, of all lengths that it takes and some more.
enum TinyTexts {
    static let few = [
        "", "the error", "how", "server 17 build failed: error #42!", "a-b_c/d (e) <f> \"g\" 'h' = i;",
        String(repeating: "the server is building ", count: 30),
    ]

    /// Some empty, some equal, some that are cut off.
    static func many(_ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let words = Int.random(in: 0...Int.random(in: 0...60, using: &random), using: &random)
            return (0..<words).map { _ in
                ["the", "error", "builds", "server", "x9", "how?"].randomElement(using: &random) ?? ""
            }.joined(separator: " ")
        }
    }
}

extension TinyModel {
    /// Writes the model, changes it, and opens it as `body` does, which gets the folder's path.
    func opened<Opened>(
        changed change: (ScratchFolder) throws -> Void = { _ in }, by body: (String) throws -> Opened
    ) throws -> Opened {
        let folder = try ScratchFolder()
        try write(to: folder)
        try change(folder)
        return try body(folder.path(""))
    }
}
