import Embedding
import Foundation
import JSONStream

/// What `scripts/eval-tokenizer` and a measurement ask of the tokeniser.
struct TokeniserBench {
    private let vocabulary: Vocabulary

    init(model: String) throws {
        let file = URL(fileURLWithPath: model).appendingPathComponent("vocab.txt")
        vocabulary = try Vocabulary([UInt8](Data(contentsOf: file)))
    }

    /// Reads lines of a limit, a mode, and one or two texts in hexadecimal, since they may be no UTF-8. Prints for each the
    /// tokens, how many of them are of segment 0, and their ranges in bytes. A mode is any of the letters `l` for lower-casing,
    /// `s` for stripping accents, `c` for setting ideographs apart, `r` for recognising the names of control tokens.
    func answer() throws {
        var tokenisers: [Substring: WordPieceTokeniser] = [:]
        var tokens = TokenBuffer(recordsRanges: true)
        while let line = readLine() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > 2, let limit = Int(fields[0]) else { throw CocoaError(.formatting) }
            tokens.removeAll()
            let mode = fields[1]
            let tokeniser = tokenisers[mode] ?? WordPieceTokeniser(vocabulary, options: TokeniserOptions(mode: mode))
            tokenisers[mode] = tokeniser
            let first = Self.bytes(fields[2])
            let span =
                fields.count > 3
                ? tokeniser.append(first.span, Self.bytes(fields[3]).span, limit: limit, to: &tokens)
                : tokeniser.append(first.span, limit: limit, to: &tokens)
            let ids = tokens.ids.map(String.init).joined(separator: " ")
            let ranges = tokens.ranges.map { "\($0.lowerBound) \($0.upperBound)" }.joined(separator: " ")
            print("\(ids)\t\(span.second)\t\(ranges)")
        }
    }

    /// Tokenises each line of a file into one buffer, as an encoder does, seven times, and prints the median time.
    func measure(_ path: String) throws {
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0a).map([UInt8].init)
        let bytes = lines.reduce(0) { $0 + $1.count }
        let started = ContinuousClock.now
        let tokeniser = WordPieceTokeniser(vocabulary)
        let setUp = (ContinuousClock.now - started) / .seconds(1)
        var tokens = 0
        let seconds = (0..<7).map { _ in
            let started = ContinuousClock.now
            tokens = Self.count(lines, tokeniser)
            return (ContinuousClock.now - started) / .seconds(1)
        }.sorted()[3]
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("bytes", bytes)
            writer.member("tokens", tokens)
            writer.member("setUpSeconds", setUp)
            writer.member("seconds", seconds)
            writer.member("megabytesPerSecond", Double(bytes) / 1e6 / seconds)
        }
        print(writer.text)
    }

    private static func count(_ lines: [[UInt8]], _ tokeniser: WordPieceTokeniser) -> Int {
        var buffer = TokenBuffer()
        var tokens = 0
        for line in lines {
            buffer.removeAll()
            tokeniser.append(line.span, limit: .max, to: &buffer)
            tokens += buffer.count
        }
        return tokens
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        var digits = hexadecimal.utf8.makeIterator()
        var bytes: [UInt8] = []
        while let high = digits.next().map(value), let low = digits.next().map(value) { bytes.append(high << 4 | low) }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}

extension TokeniserOptions {
    fileprivate init(mode: Substring) {
        self.init(
            lowercases: mode.contains("l"), stripsAccents: mode.contains("s"), handlesChinese: mode.contains("c"),
            controlTokens: mode.contains("r") ? .recognised : .text)
    }
}
