import Foundation
import Testing

@testable import Chat

@Suite("Window boundaries")
struct MalformedWindowTests {
    private static let whole = 256 << 10

    /// Every boundary falls on every byte of some message.
    private static let sizes = Array(64...300) + [4096]

    @Test(
        "a window of any size gives the same messages and problems",
        arguments: [
            "null-everywhere.json", "author-twice.json", "author-damaged.json", "list-elements-are-other-things.json",
            "swapped-surrogates.json", "rubbish-between-messages.json", "stray-bracket-between-messages.json",
        ])
    func windowsAgree(file: String) throws {
        let bytes = try Self.bytes(of: file)
        let expected = ReadingAudit(export: bytes, windowSize: Self.whole)
        for size in Self.sizes { Self.expect(ReadingAudit(export: bytes, windowSize: size), expected, size) }
    }

    @Test("the whole corpus is read alike in small windows", arguments: [64, 101, 300, 4096])
    func corpusAgrees(size: Int) throws {
        for flaw in Flaw.exports {
            let bytes = try Self.bytes(of: flaw.file)
            let expected = ReadingAudit(export: bytes, windowSize: Self.whole)
            Self.expect(ReadingAudit(export: bytes, windowSize: size), expected, size, flaw.file)
        }
    }

    @Test("a value that ends with the window ends")
    func endsWithWindow() {
        let bytes = MalformedExport.bytes(third: Array(repeating: UInt8(ascii: "a"), count: 1500))
        let expected = ReadingAudit(export: bytes, windowSize: Self.whole)
        for size in 1600...1800 { Self.expect(ReadingAudit(export: bytes, windowSize: size), expected, size) }
    }

    @Test("a text over the limit is lost alike", arguments: [64, 300, 4096, 8192, 9300, 16_384])
    func losesAlike(size: Int) {
        let bytes = MalformedExport.bytes(third: Array(repeating: UInt8(ascii: "a"), count: 9000))
        let expected = ReadingAudit(export: bytes, windowSize: Self.whole)
        #expect(expected.messages.count == 5)
        #expect(expected.problems.map(\.offset) == [MalformedExport.offsetOfThirdText])
        Self.expect(ReadingAudit(export: bytes, windowSize: size), expected, size)
    }

    private static func expect(
        _ audit: ReadingAudit, _ expected: ReadingAudit, _ size: Int, _ file: String = ""
    ) {
        #expect(audit.messages == expected.messages, "\(file), window \(size)")
        #expect(audit.problems == expected.problems, "\(file), window \(size)")
        #expect(audit.violations == [], "\(file), window \(size)")
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "Malformed").appending(path: file)))
    }
}
