import Testing

@testable import VectorEngine

@Suite struct AnalyserTests {
    @Test(arguments: [
        ("ERR_CONN_42", ["err", "conn", "42", "err_conn_42"]),
        ("set nprobe=32 now", ["set", "nprobe", "32", "nprobe=32", "now"]),
        ("10.0.0.1", ["10", "0", "0", "1", "10.0.0.1"]),
        ("use --dry-run", ["use", "dri", "run", "--dry-run"]),
        ("/var/log/x.log", ["var", "log", "x", "log", "/var/log/x.log"]),
        ("v2.3.1", ["v2", "3", "1", "v2.3.1"]),
        ("foo.bar()", ["foo", "bar", "foo.bar"]),
        ("CamelCase HTTPServer", ["camelcas", "camel", "case", "httpserver", "http", "server"]),
        ("the Wi-Fi", ["the", "wi", "fi", "wifi"]),
        ("Don\u{2019}t, it's c++.", ["dont", "it", "c", "c++"]),
        ("10,000 cafés", ["10", "000", "10,000", "cafe"]),
        ("\u{6771}\u{4eac}\u{90fd}", ["東", "東京", "京", "京都", "都"]),
        ("well... no?", ["well", "no"]),
        ("", []),
    ])
    func aTextHasTheseTerms(text: String, terms: [String]) {
        #expect(Self.terms(Array(text.utf8)) == terms)
    }

    @Test func bytesThatAreNoTextSeparateWords() {
        #expect(
            Self.terms([0x61, 0xff, 0x62, 0xc3, 0x00, 0x63, 0xed, 0xa0, 0x80, 0x64, 0xf0]) == ["a", "b", "c", "d"])
    }

    @Test func aWordIsCutAtTheLongestTerm() {
        let word = [UInt8](repeating: UInt8(ascii: "7"), count: 1000)
        #expect(Self.terms(word) == [String(repeating: "7", count: 64)])
    }

    private static func terms(_ text: [UInt8]) -> [String] {
        var analyser = Analyser(AnalyserOptions())
        text.withUnsafeBufferPointer { analyser.analyse($0) }
        return analyser.numbers.values.map { String(decoding: analyser.term(Int($0)), as: UTF8.self) }
    }
}
