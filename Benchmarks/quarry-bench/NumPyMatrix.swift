import Foundation

/// A matrix of f32 in NumPy's format, mapped.
struct NumPyMatrix: Sendable {
    let rows: Int
    let columns: Int
    private let data: Data
    private let start: Int

    struct Unreadable: Error {}

    init(path: String) throws {
        data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        guard data.count > 128, data.prefix(6) == Data([0x93] + Array("NUMPY".utf8)) else { throw Unreadable() }
        let isOld = data[6] == 1
        let length = Int(data[8]) | Int(data[9]) << 8 | (isOld ? 0 : Int(data[10]) << 16)
        start = (isOld ? 10 : 12) + length
        let header = String(decoding: data[(isOld ? 10 : 12)..<start], as: UTF8.self)
        guard header.contains("'<f4'"), header.contains("'fortran_order': False"),
            let shape = header.split(separator: "(").last?.split(separator: ")").first
        else { throw Unreadable() }
        let sizes = shape.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard sizes.count == 2, data.count >= start + sizes[0] * sizes[1] * 4 else { throw Unreadable() }
        (rows, columns) = (sizes[0], sizes[1])
    }

    func copy(_ row: Int, to out: UnsafeMutablePointer<Float>) {
        data.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: out, count: columns * 4).copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: bytes[start + row * columns * 4..<start + (row + 1) * columns * 4]))
        }
    }

    subscript(row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: columns) { numbers, count in
            if let base = numbers.baseAddress { copy(row, to: base) }
            count = columns
        }
    }

    /// Numbers of rows, which f32 holds exactly up to 2^24.
    func rowNumbers() -> [[Int]] {
        (0..<rows).map { self[$0].map { Int($0) } }
    }
}
