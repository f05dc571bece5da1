import Foundation

@testable import Chat

/// A line of the list in `Tests/Gold/redaction`.
struct GoldLine: Sendable {
    let part: Substring
    let raw: String
    let redacted: String
    let secrets: [(kind: SecretClass, text: String)]

    static let all: [GoldLine] = {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Gold/redaction/lines.tsv")
        do {
            return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map(GoldLine.init)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private init(_ row: Substring) {
        let columns = row.split(separator: "\t")
        part = columns[0]
        var raw = ""
        var redacted = ""
        var secrets: [(kind: SecretClass, text: String)] = []
        var rest = Self.decoded(columns[2])[...]
        while let open = rest.firstIndex(of: "⟦"), let close = rest.firstIndex(of: "⟧") {
            let mark = rest[rest.index(after: open)..<close]
            let parts = mark.split(separator: ":", maxSplits: 1)
            guard let kind = SecretClass(rawValue: String(parts[0])) else { preconditionFailure("\(mark)") }
            raw += rest[..<open] + parts[1]
            redacted += rest[..<open] + kind.placeholder
            secrets.append((kind, String(parts[1])))
            rest = rest[rest.index(after: close)...]
        }
        self.raw = raw + rest
        self.redacted = redacted + rest
        self.secrets = secrets
    }

    private static func decoded(_ text: Substring) -> String {
        String(text).replacing("{+}", with: "").replacing(#/\\(?:(n)|(\\)|u\{([0-9a-f]+)\})/#) { match in
            if match.output.1 != nil { return "\n" }
            guard let digits = match.output.3, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code)
            else { return "\\" }
            return String(Character(scalar))
        }
    }
}
