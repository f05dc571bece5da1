/// A byte for each feature of each candidate, column by column, so that trees read many candidates at once.
package struct FeatureRows: Sendable {
    /// Candidates and what stands for none of them, in whole vectors.
    package static let stride = 128

    package private(set) var bytes: [UInt8]

    init(columns: Int) {
        bytes = Array(repeating: 0, count: columns * Self.stride)
    }

    /// A place holder.
    static let none = FeatureRows(columns: 0)

    mutating func withColumns(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a matrix without columns") }
            body(base)
        }
    }

    /// Puts the rows of another into the first places of this one.
    mutating func take(_ rows: [Int], of other: FeatureRows, columns: Int) {
        bytes.withUnsafeMutableBufferPointer { target in
            other.bytes.withUnsafeBufferPointer { source in
                for column in 0..<columns {
                    let start = column * Self.stride
                    for (place, row) in rows.enumerated() { target[start + place] = source[start + row] }
                }
            }
        }
    }

    package subscript(row: Int, column: Int) -> UInt8 {
        bytes[column * Self.stride + row]
    }
}
