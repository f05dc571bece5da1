import Foundation
import JSONStream
import VectorEngine

/// A collection with one vector, one text and one number a row, as the benchmarks of whole collections write it.
struct BenchCollection: Sendable {
    static let name = "lines"
    static let vector = "vector"
    static let words = "words"
    static let text = "text"
    /// A number from 0 to 999 that says nothing of the rest, for filters.
    static let bucket = "bucket"

    let vectors: NumPyMatrix
    let texts: [String]

    /// Rows beyond the texts have them again from the first.
    init(vectors: String, texts: String) throws {
        self.vectors = try NumPyMatrix(path: vectors)
        self.texts = try BenchText.read(texts).map(\.text)
    }

    static func schema(dimension: Int, index: DenseIndexKind, storage: VectorStorage) -> CollectionSchema {
        CollectionSchema(
            name, dense: [DenseField(vector, dimension: dimension, storage: storage, index: index)],
            sparse: [SparseField(words, .text(field: text))],
            scalars: [ScalarField(text, .string), ScalarField(bucket, .int64)])
    }

    func records(_ rows: Range<Int>) -> [Record] {
        rows.map { row in
            Record(
                .int(Int64(row)), vectors: [Self.vector: vectors[row]],
                fields: [
                    Self.text: .string(texts[row % texts.count]),
                    // Multiplied by the golden ratio, consecutive numbers are spread evenly.
                    Self.bucket: .int(Int64((UInt64(row) &* 0x9e37_79b9_7f4a_7c15) >> 32 % 1000)),
                ])
        }
    }

    func upsert(_ rows: Range<Int>, into collection: any VectorCollection, batch: Int) async throws {
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: batch) {
            try await collection.upsert(records(start..<min(rows.upperBound, start + batch)))
        }
    }
}

/// A folder that goes with the benchmark, or one that was named, which stays.
struct BenchFolder: ~Copyable {
    let path: String
    private let isKept: Bool

    init(_ named: String) throws {
        isKept = !named.isEmpty
        path =
            isKept
            ? named : FileManager.default.temporaryDirectory.appendingPathComponent("quarry-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}

/// What the kernel says of this process.
enum ProcessMemory {
    /// Of `/proc/self/status`, in bytes: VmHWM for the peak of all that is resident, RssAnon for what is not of a file.
    static func bytes(_ name: String) -> Int {
        guard let line = file("status").split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }),
            let kibibytes = line.split(whereSeparator: { !$0.isNumber }).first
        else { return 0 }
        return (Int(kibibytes) ?? 0) * 1024
    }

    /// By a handle, since what reads a whole file believes the size, which is none here.
    private static func file(_ name: String) -> String {
        let bytes = try? FileHandle(forReadingAtPath: "/proc/self/" + name)?.readToEnd()
        return String(decoding: bytes ?? Data(), as: UTF8.self)
    }
}
