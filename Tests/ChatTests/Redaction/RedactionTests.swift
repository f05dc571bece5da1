import JSONStream
import Testing

@testable import Chat

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "costs the same a byte however long a hostile text is",
        arguments: [
            "AKIA", "aaaa@", "a@b.", "-----BEGIN", "-----BEGIN PRIVATE KEY-----", "1", "1 ", "4111 ", "+1", "DE89",
            "password=", "password: ", "token=", "Authorization: ", "a:", "a://", "://a:b", "eyJ", "eyJaaaaaaaaaaaa.",
            "sk-", "sk-a1B", "-", "=", "xoxb-1", "mysql -p", "curl -u ", "password to ", "\"password\":\"", "MMMMMM.",
            "tel 1234567.", "\u{200b}", "é@", "bearer ",
        ])
    func isLinear(unit: String) {
        func work(_ bytes: Int) -> Int {
            let text = Array(String(repeating: unit, count: bytes / unit.utf8.count).utf8)
            return text.withUnsafeBufferPointer { bytes in
                var scanner = SecretScanner(bytes, hidesAddresses: true)
                _ = scanner.scan()
                return scanner.work + bytes.count
            }
        }
        let (short, long) = (work(4_000), work(32_000))
        #expect(long < 9 * short + 4_000, "\(short) and \(long)")
        #expect(long < 200 * 32_000)
    }

    @Test("returns a text without secrets as it is")
    func nothing() {
        let text = "MilvusClient(uri=\"http://localhost:19530\") says 2.4.1 at 10:30, see <@1161234567890123456>"
        #expect(Redaction().redact(text) == RedactedText(text: text))
        #expect(Redaction().redact("") == RedactedText(text: ""))
    }

    @Test("counts what it took out, by class")
    func counts() {
        let text = "bob@example.com, ann@example.com, password: hunter2"
        #expect(Redaction().redact(text).counts == [.email: 2, .password: 1])
    }

    @Test(
        "takes out public addresses only when asked",
        arguments: [
            ("dns 8.8.4.100 ok", "dns [redacted: ip address] ok"), ("203.0.114.9:443", "[redacted: ip address]:443"),
            ("http://91.198.174.192/x", "http://[redacted: ip address]/x"),
            ("at 2a00:1450:4001:82a::200e.", "at [redacted: ip address]."),
            ("10.1.2.3 192.168.0.1 172.20.0.1 127.0.0.1", nil),
            ("version 99.0.4844.51", nil), ("v60.1.2.3", nil), ("1.2.3.4", nil), ("203.0.113.5 and 2001:db8::1", nil),
            ("pkg==60.1.2.3", nil), ("std::cout a::b 12:34:56", nil), ("300.1.2.3 60.1.2.3.4", nil),
        ] as [(String, String?)])
    func addresses(text: String, redacted: String?) {
        #expect(Redaction().redact(text).text == text)
        #expect(Redaction(hidesAddresses: true).redact(text).text == redacted ?? text)
    }

    @Test("finds a secret that characters of no width break up, and leaves others alone")
    func hidden() {
        #expect(
            Redaction().redact("a\u{200d}b bob\u{200b}@exa\u{feff}mple.com c\u{2060}d").text
                == "a\u{200d}b [redacted: e-mail] c\u{2060}d")
        #expect(Redaction().redact("👩‍💻 4111 1111\u{200b} 1111 1111").text == "👩‍💻 [redacted: card]")
    }

    @Test("redacts inside the strings of JSON and leaves its form as it is")
    func json() throws {
        let json =
            #"{"password":"x","embeds":[{"title":"a\nbob@example.com \"q\"","n":4111111111111111,"u":null}],"e":{}}"#
        #expect(
            try Redaction().redact(json: json)
                == #"{"password":"x","embeds":[{"title":"a\n[redacted: e-mail] \"q\"","n":4111111111111111,"u":null}],"e":{}}"#
        )
        let plain = #"{"attachments":[{"name":"a.png","size":12}]}"#
        #expect(try Redaction().redact(json: plain) == plain)
        #expect(throws: JSONError.self) { try Redaction().redact(json: "[\"cut") }
    }

    @Test("ends, and changes nothing twice, on bytes at random", arguments: 0..<200)
    func random(seed: Int) {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        let pieces =
            GoldLine.all.map(\.raw) + [
                "@", ":", "=", "-", " ", "\n", "\"", "'", "+", "0", "é", "\u{200b}", "/", ".",
            ]
        var text = ""
        for _ in 0..<30 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let piece = pieces[Int(state >> 33) % pieces.count]
            text += piece.suffix(Int(state >> 7) % 40).prefix(Int(state >> 12) % 30)
        }
        let once = Redaction(hidesAddresses: true).redact(text).text
        #expect(Redaction(hidesAddresses: true).redact(once).text == once, "seed \(seed)")
    }
}
