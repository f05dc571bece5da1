import Testing

@testable import Conversations

@Suite("A file of weights")
struct ThreadModelFileTests {
    @Test("gives the model that it was written of, and the program's own is under two megabytes")
    func roundTrip() throws {
        let file = ThreadModel.standard.file
        #expect(try ThreadModel(file: file) == ThreadModel.standard)
        #expect(file.count < 2_000_000)
        #expect(ThreadModel.standard.plain.conversations.count > 0 && ThreadModel.standard.encoded.sieve.count > 0)
    }

    @Test("that is cut, changed or none is refused")
    func damaged() {
        let file = ThreadModel.standard.file
        var changed = file
        changed[file.count / 2] ^= 1
        var newer = file
        newer[8] += 1
        let cases: [([UInt8], ThreadModelError)] = [
            ([], .noModel), (Array("x".utf8), .noModel), (Array(file.dropLast()), .damaged), (changed, .damaged),
            (newer, .otherLayout), (file + [0], .damaged),
        ]
        for (bytes, error) in cases { #expect(throws: error) { try ThreadModel(file: bytes) } }
    }
}
