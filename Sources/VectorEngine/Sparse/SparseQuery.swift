import Synchronization

/// What a sparse search asks for: distinct terms, each with how often it was asked for, or with a weight.
struct SparseQuery: Sendable, Equatable {
    struct Term: Sendable, Equatable {
        /// Where its bytes stand in `bytes`.
        let range: Range<Int>
        /// Its count in a text, or the number of a vector.
        var weight: Float
    }

    private(set) var bytes: [UInt8] = []
    /// In the order of their first appearance.
    private(set) var terms: [Term] = []

    /// The terms of a text.
    init(_ text: String, by analyser: inout Analyser) {
        var text = text
        text.withUTF8 { analyser.analyse($0, as: .query) }
        var numbers: [UInt32] = []
        for number in analyser.numbers.values {
            if let known = numbers.firstIndex(of: number) {
                terms[known].weight += 1
            } else {
                numbers.append(number)
                add(analyser.term(Int(number)), weight: 1)
            }
        }
    }

    /// The numbers of a sparse vector, whose indexes are distinct. Zeros ask for nothing.
    init(_ vector: [SparseElement]) {
        for element in vector where element.weight != 0 {
            element.withTerm { add($0, weight: element.weight) }
        }
    }

    var isEmpty: Bool {
        terms.isEmpty
    }

    func withTerm<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[terms[index].range])) }
    }

    private mutating func add(_ term: UnsafeBufferPointer<UInt8>, weight: Float) {
        terms.append(Term(range: bytes.count..<bytes.count + term.count, weight: weight))
        bytes.append(contentsOf: term)
    }
}

/// A number of a sparse vector that is not zero.
public struct SparseElement: Hashable, Sendable {
    public var index: UInt32
    public var weight: Float

    public init(index: UInt32, weight: Float) {
        self.index = index
        self.weight = weight
    }

    /// The index as a term: big-endian, so that terms are in the order of the indexes.
    func withTerm<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeBytes(of: index.bigEndian) { $0.withMemoryRebound(to: UInt8.self, body) }
    }
}

/// Analyses queries, for any number of threads. What it has seen is kept up to a limit.
final class QueryAnalyser: Sendable {
    private let analyser: Mutex<Analyser>

    private static let mostMemory = 16 << 20

    init(_ options: AnalyserOptions) {
        analyser = Mutex(Analyser(options))
    }

    func query(_ text: String) -> SparseQuery {
        analyser.withLock { analyser in
            if analyser.byteCount > Self.mostMemory { analyser.removeAll() }
            return SparseQuery(text, by: &analyser)
        }
    }
}
