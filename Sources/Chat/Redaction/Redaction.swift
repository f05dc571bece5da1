/// Takes secrets and what identifies people out of texts: a pure function of the text, its options and `version`.
///
/// The archive keeps the raw text; everything that models, indexes and pages see has gone through here. Which forms are
/// known, and which are not, is said in docs/redaction.md.
///
/// Cost: one look at each byte, and a few more where a rule might begin; a text without secrets is returned as it is,
/// without a copy. Linear in the text's length, whatever it holds. What was redacted once stays as it is.
public struct Redaction: Hashable, Sendable {
    /// Changes whenever a text may be redacted differently, so that what was made of redacted texts is made again.
    public static let version = 1

    /// Whether public IP addresses are taken out too.
    public var hidesAddresses: Bool

    /// Secrets that touch come apart when one of them is gone, so a text is looked at again until nothing is found;
    /// chat takes two looks. The bound keeps texts that were made to defeat this linear.
    private static let mostRounds = 8

    public init(hidesAddresses: Bool = false) {
        self.hidesAddresses = hidesAddresses
    }

    /// The text with a placeholder for each secret.
    public func redact(_ text: String) -> RedactedText {
        var found = secrets(in: text)
        guard !found.isEmpty else { return RedactedText(text: text) }
        var text = text
        var counts: [SecretClass: Int] = [:]
        for _ in 0..<Self.mostRounds {
            for secret in found { counts[secret.kind, default: 0] += 1 }
            text = Self.text(text, without: found)
            found = secrets(in: text)
            if found.isEmpty { break }
        }
        return RedactedText(text: text, counts: counts)
    }

    /// The secrets of a text, in its order, none within another.
    func secrets(in text: String) -> [Secret] {
        var text = text
        return text.withUTF8 { bytes in
            var view = SecretScanner(bytes, hidesAddresses: hidesAddresses)
            guard let visible = VisibleText(bytes) else { return view.scan() }
            return visible.bytes.withUnsafeBufferPointer { bytes in
                view = SecretScanner(bytes, hidesAddresses: hidesAddresses)
                return view.scan().map { Secret(kind: $0.kind, range: visible.original($0.range)) }
            }
        }
    }

    private static func text(_ text: String, without secrets: [Secret]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            for secret in secrets {
                result += bytes[index..<secret.range.lowerBound]
                result += secret.kind.placeholder.utf8
                index = secret.range.upperBound
            }
            result += bytes[index...]
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Where a secret stands in a text, by UTF-8 offsets.
struct Secret: Hashable {
    let kind: SecretClass
    var range: Range<Int>
}
