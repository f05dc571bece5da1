import Store
import TestSupport
import Testing

@testable import Chat

@Suite("What a reader has read and nobody has written yet")
struct UnwrittenPortionTests {
    @Test("is not mistaken for what the archive has, where an export's last messages filled a portion alone")
    func lastMessagesAlone() async throws {
        let folder = try ScratchFolder()
        let long = String(repeating: "a long answer ", count: 25)
        func export(at time: Int, _ text: String) throws -> String {
            let messages = (1...3990).map { ExportFixture.Message(id: $0, text: "\(text) \($0): \(long)") }
            return try folder.write(ExportFixture(exportedAt: time, messages: messages).json, to: "\(time).json")
        }
        let path = folder.path + "/archive.db"
        let archive = try Archive(path: path, mode: .create)
        let state = ArchiveState(
            path: path, salt: try #require(try await archive.salt(or: ContentHash(of: []))))
        let first = try await locations([try export(at: 900, "as it was")])
        let writer = ExportReader()
        var portion = await writer.nextPortion(of: first, beside: state)
        while !portion.isEmpty {
            _ = try await archive.write(portion, isTrusted: false)
            portion = await writer.nextPortion(beside: state)
        }
        try await archive.finishReading()

        // The last export says again what the archive has, and the one between them, which is not written, does not.
        let next = try await locations([try export(at: 910, "edited"), try export(at: 920, "as it was")])
        let reader = ExportReader()
        let edited = await [reader.nextPortion(of: next, beside: state), reader.nextPortion(beside: state)]
        #expect(edited.map(\.batches.count) == [1, 1], "each is filled by messages of the export between")
        let last = await reader.nextPortion(beside: state)
        #expect(last.batches.first?.messages.count == 2000)
        #expect(last.batches.allSatisfy { $0.known.isEmpty })
    }

    private func locations(_ paths: [String]) async throws -> [ExportLocation] {
        let reader = ExportReader()
        let files = await reader.find(in: paths)
        return await reader.survey((0..<files.count).map { files[$0] }).flatMap { $0.exports.map(\.location) }
    }
}

extension ReadPortion {
    fileprivate var batches: [MessageBatch] {
        steps.compactMap { if case .batch(let batch) = $0 { batch } else { nil } }
    }
}
