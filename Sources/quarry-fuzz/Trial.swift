import Chat
import Glibc

/// One input and what the readers must do with it.
struct Trial {
    let input: [UInt8]
    let isZip: Bool
    /// What the input was made from.
    let origin: String
    private let firstTouched: Int
    private let windowSize: Int

    init(seeds: Seeds, seed: UInt64, iteration: UInt64) {
        var random = RandomSource(seed: seed, iteration: iteration)
        let source = random.element(of: seeds.seeds)
        windowSize = random.below(4) == 0 ? 4096 : 64 + random.below(300)
        let mutator = Mutator(source, of: seeds, random: random)
        input = mutator.bytes
        isZip = source.isZip
        origin = source.path
        firstTouched = mutator.firstTouched
    }

    /// Reads the input in several ways and returns the promises that were broken.
    ///
    /// - Parameter path: where a zip file may be written.
    func violations(zipPath path: String) -> [String] {
        if isZip {
            write(to: path)
            return ReadingAudit(zip: path).violations
        }
        let whole = ReadingAudit(export: input, windowSize: 256 << 10)
        let pieces = ReadingAudit(export: input, windowSize: windowSize)
        let before = ReadingAudit(export: Array(input[..<firstTouched]), windowSize: 256 << 10)
        var violations = whole.violations + pieces.violations + before.violations
        if whole.messages != pieces.messages {
            violations.append("a window of \(windowSize) bytes gives other messages")
        } else if whole.problems != pieces.problems {
            violations.append("a window of \(windowSize) bytes gives other problems")
        }
        // A seed that is damaged itself may be mended by what is put behind the damage.
        let isUndamaged = before.problems.allSatisfy { $0.kind == .truncated || $0.kind == .repaired }
        if isUndamaged, !whole.messages.starts(with: before.messages) {
            violations.append("a message before the change was lost")
        }
        if let violation = redactionViolation { violations.append(violation) }
        return violations
    }

    /// What redaction does wrong with the input as a text: it changes its own result, or leaves a secret that has a
    /// line of its own.
    private var redactionViolation: String? {
        let redaction = Redaction(hidesAddresses: true)
        let text = String(decoding: input, as: UTF8.self)
        let redacted = redaction.redact(text).text
        if redaction.redact(redacted).text != redacted { return "redaction changes what it redacted" }
        let secret = "AK" + "IA" + "Q7WX2ZP4LM5N8RTB"
        let lines = redaction.redact(text + "\n" + secret + "\n" + text).text
        return lines.contains(secret) ? "redaction leaves a secret" : nil
    }

    /// Writes the input to a file.
    func write(to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0, "\(path) cannot be written")
        defer { close(descriptor) }
        input.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                precondition(count > 0, "\(path) cannot be written")
                done += count
            }
        }
    }
}
