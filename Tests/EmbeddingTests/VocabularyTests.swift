import Embedding
import Testing

@Suite("Vocabularies")
struct VocabularyTests {
    private static let whole = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nword\n##word\n"

    private static func error(_ bytes: [UInt8]) -> VocabularyError? {
        do throws(VocabularyError) {
            _ = try Vocabulary(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a token's number is its line's, with or without a last line feed, and with those of Windows")
    func numbers() throws {
        for text in [Self.whole, String(Self.whole.dropLast()), Self.whole.replacing("\n", with: "\r\n")] {
            let vocabulary = try Vocabulary(Array(text.utf8))
            #expect(vocabulary.count == 6)
            #expect(vocabulary.id(of: "[PAD]") == 0)
            #expect(vocabulary.id(of: "word") == 4)
            #expect(vocabulary.id(of: "##word") == 5)
            #expect(vocabulary.id(of: "wor") == nil)
            #expect(vocabulary.id(of: "") == nil)
        }
    }

    @Test(
        "a damaged file is refused with the line",
        arguments: [
            ("", "the file has no line [UNK]"),
            ("\n", "line 1 holds no token"),
            (whole + "\n", "line 7 holds no token"),
            (whole.replacing("word\n##", with: "\n##"), "line 5 holds no token"),
            (whole.replacing("[CLS]\n", with: "[CLS]\n\r\n"), "line 4 holds no token"),
            (whole + "word", "line 7 repeats the token of line 5"),
            (whole + "##word\nx", "line 7 repeats the token of line 6"),
            (whole.replacing("[UNK]", with: "[unk]"), "the file has no line [UNK]"),
            (whole.replacing("[CLS]", with: "x"), "the file has no line [CLS]"),
            (whole.replacing("[SEP]", with: "x"), "the file has no line [SEP]"),
            (whole.replacing("[PAD]", with: "x"), "the file has no line [PAD]"),
        ])
    func damage(text: String, message: String) {
        #expect(Self.error(Array(text.utf8))?.description == message)
    }

    @Test("bytes that are not UTF-8 are refused with the line")
    func invalid() {
        let error = Self.error(Array(Self.whole.utf8) + [0x61, 0xff, 0x0a])
        #expect(error?.kind == .invalidUTF8)
        #expect(error?.line == 7)
    }

    @Test("a file far larger than any vocabulary is refused unread")
    func size() {
        let error = Self.error([UInt8](repeating: 0x0a, count: (64 << 20) + 1))
        #expect(error?.kind == .tooLarge(bytes: (64 << 20) + 1, limit: 64 << 20))
    }
}
